/// Hexadecimal digits, capital when written.
public enum Hex {
  /// - Parameter value: 0 to 15; higher bits are ignored.
  static func digit(_ value: UInt8) -> UInt8 {
    let low = value & 15
    return low < 10 ? UInt8(ascii: "0") &+ low : UInt8(ascii: "A") &- 10 &+ low
  }

  /// The value of a capital digit; small letters are another spelling and give `nil`.
  static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit &- UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit &- UInt8(ascii: "A") &+ 10
    default: nil
    }
  }

  /// Two digits a byte.
  public static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count &* 2)
    for byte in bytes {
      text.append(digit(byte >> 4))
      text.append(digit(byte))
    }
    return text
  }

  /// - Returns: `nil` for an odd number of digits or anything that is not a capital digit.
  public static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.count % 2 == 0 else { return nil }
    let digits = text.span
    var bytes = [UInt8](repeating: 0, count: digits.count / 2)
    for index in bytes.indices {
      guard let high = value(digits[2 &* index]), let low = value(digits[2 &* index &+ 1]) else { return nil }
      bytes[index] = high << 4 | low
    }
    return bytes
  }
}
