import OATH

/// The settings of an event-based device, RFC 4226.
public struct HOTPParameters: Equatable, Sendable {
  public let algorithm: HashAlgorithm
  public let digits: DigitCount
  /// How many moving factors beyond the expected one are accepted, 0 to 100 (the look-ahead window, RFC 4226 7.4).
  public let lookAhead: UInt32

  /// Ten codes may be lost by pressing the button in vain.
  public static let defaultLookAhead: UInt32 = 10

  static let largestLookAhead: UInt32 = 100

  /// - Returns: `nil` for a look-ahead above 100.
  public init?(
    algorithm: HashAlgorithm = .sha1, digits: DigitCount = .six, lookAhead: UInt32 = defaultLookAhead
  ) {
    guard lookAhead <= HOTPParameters.largestLookAhead else { return nil }
    self.algorithm = algorithm
    self.digits = digits
    self.lookAhead = lookAhead
  }
}
