/// Why an administrator did something, in their own words: "phone lost, ticket 4711".
public struct ChangeReason: Equatable, Sendable {
  /// UTF-8.
  public let bytes: [UInt8]

  /// In bytes.
  public static let longest = 200

  /// - Parameter bytes: 1 to 200 bytes of UTF-8 that can be shown as they are, not all blanks.
  /// - Returns: `nil` for anything else.
  public init?(_ bytes: [UInt8]) {
    guard (1...ChangeReason.longest).contains(bytes.count), bytes.contains(where: { $0 != 0x20 }),
      DisplayableText.isDisplayable(bytes[...])
    else { return nil }
    self.bytes = bytes
  }
}
