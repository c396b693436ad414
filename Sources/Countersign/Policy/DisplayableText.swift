/// Text from a policy that people are shown.
enum DisplayableText {
  /// In bytes.
  static let longest = 512

  /// Whether it is UTF-8 without control characters (C0, DEL, C1) and without characters that reorder or break lines
  /// (U+2028, U+2029, U+202A to U+202E, U+2066 to U+2069): what an administrator reads in the file is what is shown.
  static func isDisplayable(_ text: ArraySlice<UInt8>) -> Bool {
    guard !text.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return false }
    guard text.contains(where: { $0 >= 0x80 }) else { return true }
    guard let decoded = String(validating: text, as: UTF8.self) else { return false }
    return decoded.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0x80...0x9F, 0x2028...0x202E, 0x2066...0x2069: false
      default: true
      }
    }
  }
}
