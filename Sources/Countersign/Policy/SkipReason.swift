/// Why a login needs no second factor.
public enum SkipReason: Equatable, Sendable {
  /// The user has none, and policy asks only those who have one.
  case notEnrolled
}
