/// What people call a device: "Phone", "blue token".
public struct DeviceName: Equatable, Sendable {
  /// UTF-8.
  public let bytes: [UInt8]

  /// - Parameter bytes: 1 to 64 bytes of UTF-8 without control characters, not beginning or ending with a blank.
  /// - Returns: `nil` for anything else.
  public init?(_ bytes: [UInt8]) {
    guard (1...64).contains(bytes.count), bytes.first != 0x20, bytes.last != 0x20,
      !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }), String(validating: bytes, as: UTF8.self) != nil
    else { return nil }
    self.bytes = bytes
  }
}
