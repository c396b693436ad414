/// The hexadecimal digits of a Yubico OTP.
///
/// A key types as a keyboard does: it sends the places of keys, and the machine's layout makes letters of them. These
/// sixteen stand in the same place on QWERTY, QWERTZ and AZERTY.
public enum ModHex {
  /// Writes bytes in small letters, the high half of each byte first.
  public static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for byte in bytes {
      text.append(letter(byte >> 4))
      text.append(letter(byte & 0x0F))
    }
    return text
  }

  /// Reads letters of either case.
  ///
  /// - Returns: `nil` for anything that is not all pairs of letters of the alphabet.
  public static func decode(_ text: [UInt8]) -> [UInt8]? {
    guard text.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: text.count, by: 2) {
      guard let byte = byte(text[index], text[index + 1], .usual) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// The byte of two typed characters.
  static func byte(_ high: UInt8, _ low: UInt8, _ layout: KeyboardLayout) -> UInt8? {
    guard let high = layout.digit(high), let low = layout.digit(low) else { return nil }
    return high << 4 | low
  }

  /// - Parameter digit: its low half counts.
  private static func letter(_ digit: UInt8) -> UInt8 {
    switch digit & 0x0F {
    case 0: UInt8(ascii: "c")
    case 1: UInt8(ascii: "b")
    case 11: UInt8(ascii: "n")
    case 12: UInt8(ascii: "r")
    case 13: UInt8(ascii: "t")
    case 14: UInt8(ascii: "u")
    case 15: UInt8(ascii: "v")
    case let other: UInt8(ascii: "b") &+ other
    }
  }
}
