/// How long a time-based code lasts: the time step X of RFC 6238 section 4.1.
public struct TimeStepPeriod: Equatable, Sendable {
  /// The length in seconds, 10 to 300.
  public let seconds: UInt64

  /// What RFC 6238 recommends and nearly every authenticator app assumes.
  public static let thirtySeconds = TimeStepPeriod(unchecked: 30)

  /// - Returns: `nil` unless the length is 10 to 300 seconds.
  public init?(seconds: UInt64) {
    guard (10...300).contains(seconds) else { return nil }
    self.seconds = seconds
  }

  private init(unchecked seconds: UInt64) {
    self.seconds = seconds
  }
}
