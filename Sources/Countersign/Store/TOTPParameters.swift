import OATH

/// The settings of a time-based device, RFC 6238.
public struct TOTPParameters: Equatable, Sendable {
  public let algorithm: HashAlgorithm
  public let digits: DigitCount
  public let period: TimeStepPeriod
  /// How many time steps before and after the expected one are accepted, 0 to 10.
  public let window: UInt32

  /// One step early or late, as RFC 6238 5.2 recommends.
  public static let defaultWindow: UInt32 = 1

  static let largestWindow: UInt32 = 10

  /// - Returns: `nil` for a window above 10.
  public init?(
    algorithm: HashAlgorithm = .sha1, digits: DigitCount = .six, period: TimeStepPeriod = .thirtySeconds,
    window: UInt32 = defaultWindow
  ) {
    guard window <= TOTPParameters.largestWindow else { return nil }
    self.algorithm = algorithm
    self.digits = digits
    self.period = period
    self.window = window
  }
}
