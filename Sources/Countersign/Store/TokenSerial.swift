/// The serial number of a hardware token, as it is printed on it.
public struct TokenSerial: Equatable, Sendable {
  public let bytes: [UInt8]

  /// The most bytes a serial number has.
  public static let longest = 64

  /// - Parameter bytes: 1 to 64 printable ASCII characters without blanks.
  /// - Returns: `nil` for anything else.
  public init?(_ bytes: [UInt8]) {
    guard (1...TokenSerial.longest).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return nil
    }
    self.bytes = bytes
  }

  /// The name of the token's file.
  public var fileName: [UInt8] { PercentEncoding.encode(bytes) }
}
