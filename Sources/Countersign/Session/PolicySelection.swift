/// Which policy a login is judged by.
public enum PolicySelection: Equatable, Sendable {
  /// The host's policy file.
  ///
  /// - Parameter admitsUnenrolled: whether the PAM line lets those pass who are not enrolled, where the file says
  ///   `mandatory` (`nullok`).
  case file(admitsUnenrolled: Bool)
  /// These settings, whatever the file says: for a check that is no login.
  ///
  /// Apart, because Embedded Swift tells cases of such a size by a bit that it leaves unset in the other one: a login
  /// would release what it never had (seen by valgrind).
  indirect case fixed(PolicySettings)

  /// Whether the PAM line lets those pass who are not enrolled.
  var admitsUnenrolled: Bool {
    if case .file(let admits) = self { admits } else { false }
  }
}
