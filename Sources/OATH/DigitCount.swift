/// How many decimal digits a code has: RFC 4226 section 5.3 asks for at least six, and people are given up to eight.
public struct DigitCount: Equatable, Sendable {
  /// The number of digits.
  public let count: Int

  /// What authenticator apps show.
  public static let six = DigitCount(unchecked: 6)
  public static let seven = DigitCount(unchecked: 7)
  public static let eight = DigitCount(unchecked: 8)

  /// - Returns: `nil` unless the count is 6 to 8.
  public init?(_ count: Int) {
    guard (6...8).contains(count) else { return nil }
    self.count = count
  }

  /// A count that published vectors use and no authenticator should.
  ///
  /// - Returns: `nil` unless the count is 1 to 10.
  public static func forVector(_ count: Int) -> DigitCount? {
    (1...10).contains(count) ? DigitCount(unchecked: count) : nil
  }

  /// A count that an OCRA suite names: more than people are given otherwise, and none that is too short.
  ///
  /// - Returns: `nil` unless the count is 6 to 10.
  public static func ofAnswer(_ count: Int) -> DigitCount? {
    (6...10).contains(count) ? DigitCount(unchecked: count) : nil
  }

  /// Ten to the power of ``count``: codes are the numbers below it.
  public var modulus: UInt64 {
    (0..<count).reduce(1) { power, _ in power * 10 }
  }

  private init(unchecked count: Int) {
    self.count = count
  }
}
