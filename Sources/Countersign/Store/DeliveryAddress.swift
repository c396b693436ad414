/// Where codes of a device are sent: a telephone number, a mailbox, or whatever a deliverer takes.
public struct DeliveryAddress: Equatable, Sendable {
  /// ASCII.
  public let bytes: [UInt8]

  /// In bytes; the longest mailbox that SMTP carries (RFC 5321 4.5.3.1.3).
  public static let longest = 254

  /// - Parameter bytes: 1 to 254 visible ASCII characters, the first no hyphen, so that no program takes it for an
  ///   option.
  /// - Returns: `nil` for anything else.
  public init?(_ bytes: [UInt8]) {
    guard (1...DeliveryAddress.longest).contains(bytes.count), bytes.first != UInt8(ascii: "-"),
      !bytes.contains(where: { $0 <= 0x20 || $0 >= 0x7F })
    else { return nil }
    self.bytes = bytes
  }

  /// Whether it is one of mail, where codes may count for a day (NIST SP 800-63B 4.2.1.2).
  public var isMailbox: Bool { bytes.contains(UInt8(ascii: "@")) }
}
