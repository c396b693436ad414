/// What policy says about one login.
public enum PolicyDecision: Equatable, Sendable {
  /// The factor must be given.
  case require
  /// Nobody is asked for anything.
  case skip(SkipReason)
}
