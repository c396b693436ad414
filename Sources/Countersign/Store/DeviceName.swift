/// What people call a device: "Phone", "blue token".
public struct DeviceName: Equatable, Sendable {
  /// UTF-8.
  public let bytes: [UInt8]

  /// - Parameter bytes: 1 to 64 bytes of UTF-8 without control characters, not beginning or ending with a blank.
  /// - Returns: `nil` for anything else.
  public init?(_ bytes: [UInt8]) {
    guard (1...64).contains(bytes.count), bytes.first != 0x20, bytes.last != 0x20,
      !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }), !DeviceName.hasC1Control(bytes),
      (try? UTF8Span(validating: bytes.span)) != nil
    else { return nil }
    self.bytes = bytes
  }

  /// What a device is called whose owner does not say: a time-based one, an event-based one, and a key.
  public static let phone = DeviceName(own: "phone")
  public static let token = DeviceName(own: "token")
  public static let key = DeviceName(own: "key")

  private init(own text: StaticString) {
    bytes = Array(ascii: text)
  }

  /// Whether one of U+0080 to U+009F is among the characters; some terminals take U+009B for `ESC [`.
  private static func hasC1Control(_ bytes: [UInt8]) -> Bool {
    zip(bytes, bytes.dropFirst()).contains { $0 == 0xC2 && (0x80...0x9F).contains($1) }
  }
}
