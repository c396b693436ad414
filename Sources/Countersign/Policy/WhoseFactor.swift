/// Whose factor is asked for when one user becomes another (`su`, `sudo` with `rootpw` or `targetpw`).
public enum WhoseFactor: Equatable, Sendable {
  /// The one that the person becomes: `PAM_USER`.
  case target
  /// The one that the person is: `PAM_RUSER`, which only `su` and `sudo` set to be trusted.
  case caller
}
