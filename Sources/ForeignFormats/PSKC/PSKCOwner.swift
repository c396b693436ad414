import Countersign

/// Whose a key is by its `UserId`, which RFC 6030 wants as a distinguished name (RFC 4514): `UID=jsmith,DC=example`.
enum PSKCOwner {
  private static let backslash = UInt8(ascii: "\\")

  /// The value of the first `UID` or, without one, of the first `CN`; anything else as it stands there.
  static func name(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(UInt8(ascii: "=")) else { return text }
    let parts = parts(text)
    for wanted in ["uid", "cn"] {
      for part in parts {
        guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
        let key = String(decoding: part[..<equals], as: UTF8.self).lowercased().filter { $0 != " " }
        let value = plain(part[(equals + 1)...])
        if key == wanted, !value.isEmpty { return value }
      }
    }
    return text
  }

  /// The reverse, for a name of any characters.
  static func distinguishedName(_ name: [UInt8]) -> [UInt8] {
    var text = Array("UID=".utf8)
    for (index, byte) in name.enumerated() {
      if byte == UInt8(ascii: " "), index == 0 || index == name.count - 1 {
        text += Array("\\20".utf8)
        continue
      }
      if Array(",+\"\\<>;=#".utf8).contains(byte) { text.append(backslash) }
      text.append(byte)
    }
    return text
  }

  /// The parts between commas that have no backslash before them.
  private static func parts(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    var isEscaped = false
    for (index, byte) in text.enumerated() {
      if byte == UInt8(ascii: ","), !isEscaped {
        parts.append(text[start..<index])
        start = index + 1
      }
      isEscaped = byte == backslash && !isEscaped
    }
    return parts + [text[start...]]
  }

  /// A value without blanks at its ends, in which a backslash stands before a character or two hexadecimal digits.
  private static func plain(_ value: ArraySlice<UInt8>) -> [UInt8] {
    var rest = value.drop { $0 == UInt8(ascii: " ") }
    while rest.last == UInt8(ascii: " "), rest.dropLast().last != backslash { rest = rest.dropLast() }
    var plain: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == backslash, let first = rest.popFirst() else {
        plain.append(byte)
        continue
      }
      if let high = ForeignSecret.digit(first), let low = rest.first.flatMap({ ForeignSecret.digit($0) }) {
        rest = rest.dropFirst()
        plain.append(high << 4 | low)
      } else {
        plain.append(first)
      }
    }
    return plain
  }
}
