import Countersign

/// Foreign bytes as a terminal may show them.
enum DisplayText {
  /// Control characters, invisible ones that change the order of others, and what is no UTF-8 become `\x` and two
  /// hexadecimal digits a byte, so that no name can send a terminal an escape sequence.
  static func of(_ bytes: [UInt8]) -> String {
    var shown = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if isHarmless(scalar) {
        shown.unicodeScalars.append(scalar)
      } else {
        for byte in String(scalar).utf8 { shown += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }
      }
    }
    return shown
  }

  static func of(_ user: UserName) -> String { of(user.bytes) }
  static func of(_ name: DeviceName) -> String { of(name.bytes) }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: scalar != "\u{FFFD}"
    }
  }
}
