/// Base64 (RFC 4648 section 4), padded, in one spelling: of SSH keys, which no login reads.
public enum Base64 {
  public static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let group = rest.prefix(3)
      rest = rest.dropFirst(3)
      let filled = Array(group) + [UInt8](repeating: 0, count: 3 - group.count)
      let bits = filled.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      for digit in 0..<4 {
        let value = UInt8(truncatingIfNeeded: bits >> UInt32(18 - 6 * digit)) & 63
        text.append(digit <= group.count ? letter(value) : UInt8(ascii: "="))
      }
    }
    return text
  }

  /// - Returns: `nil` for anything but what ``encode(_:)`` gives.
  public static func decode(_ text: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for letter in text where letter != UInt8(ascii: "=") {
      guard let value = (0..<64).first(where: { Base64.letter($0) == letter }) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 1
      if count % 4 != 1 { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(6 - 2 * ((count - 1) % 4)))) }
    }
    return encode(bytes) == text ? bytes : nil
  }

  private static func letter(_ value: UInt8) -> UInt8 {
    switch value {
    case 0..<26: UInt8(ascii: "A") &+ value
    case 26..<52: UInt8(ascii: "a") &+ (value &- 26)
    case 52..<62: UInt8(ascii: "0") &+ (value &- 52)
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
  }
}
