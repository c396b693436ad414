/// What a policy calls a way to send something: `sms`, `mail`.
public struct DeliveryName: Equatable, Sendable {
  /// ASCII.
  public let bytes: [UInt8]

  /// - Parameter bytes: 1 to 32 small letters, digits and hyphens, the first a letter.
  /// - Returns: `nil` for anything else.
  public init?(_ bytes: ArraySlice<UInt8>) {
    guard (1...32).contains(bytes.count) else { return nil }
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): continue
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        guard index > bytes.startIndex else { return nil }
      default: return nil
      }
    }
    self.bytes = Array(bytes)
  }
}
