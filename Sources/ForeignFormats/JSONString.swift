import Countersign

/// What a JSON string stands for, RFC 8259 section 7.
enum JSONString {
  /// Of a string that is not secret.
  ///
  /// - Returns: `nil` for an escape that is none.
  static func bytes(_ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    var bytes: [UInt8] = []
    return decode(text, range) { bytes.append($0) } ? bytes : nil
  }

  /// Of a secret string of ASCII characters.
  static func secret(_ text: Span<UInt8>, _ range: Range<Int>) -> SecretBytes? {
    guard var secret = try? SecretBytes(capacity: max(range.count, 1)) else { return nil }
    var index = range.lowerBound
    while index < range.upperBound {
      guard let scalar = scalar(text, &index, range.upperBound), scalar.isASCII else { return nil }
      secret.append(UInt8(truncatingIfNeeded: scalar.value))
    }
    return secret
  }

  private static func decode(_ text: Span<UInt8>, _ range: Range<Int>, _ body: (UInt8) -> Void) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      guard text[index] == UInt8(ascii: "\\") else {
        body(text[index])
        index += 1
        continue
      }
      guard let scalar = scalar(text, &index, range.upperBound) else { return false }
      for byte in String(Character(scalar)).utf8 { body(byte) }
    }
    return true
  }

  /// The next character: an escape, or a byte that stands for itself.
  private static func scalar(_ text: Span<UInt8>, _ index: inout Int, _ end: Int) -> Unicode.Scalar? {
    let byte = text[index]
    index += 1
    guard byte == UInt8(ascii: "\\") else { return Unicode.Scalar(byte) }
    guard index < end else { return nil }
    let escape = text[index]
    index += 1
    switch escape {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(escape)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return unicode(text, &index, end)
    default: return nil
    }
  }

  /// Four hexadecimal digits, or two times four for a character beyond the first 65,536.
  private static func unicode(_ text: Span<UInt8>, _ index: inout Int, _ end: Int) -> Unicode.Scalar? {
    guard let first = unit(text, &index, end) else { return nil }
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
    guard index + 1 < end, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u") else { return nil }
    index += 2
    guard let second = unit(text, &index, end), (0xDC00..<0xE000).contains(second) else { return nil }
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
  }

  private static func unit(_ text: Span<UInt8>, _ index: inout Int, _ end: Int) -> UInt32? {
    guard end - index >= 4 else { return nil }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = ForeignSecret.digit(text[index]) else { return nil }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}
