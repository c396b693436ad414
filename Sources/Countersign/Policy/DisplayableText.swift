/// Text from a policy that people are shown.
enum DisplayableText {
  /// In bytes.
  static let longest = 512

  /// Whether it is UTF-8 without control characters (C0, DEL, C1) and without characters that reorder or break lines
  /// (U+2028, U+2029, U+202A to U+202E, U+2066 to U+2069): what an administrator reads in the file is what is shown.
  static func isDisplayable(_ text: ArraySlice<UInt8>) -> Bool {
    guard !text.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return false }
    guard text.contains(where: { $0 >= 0x80 }) else { return true }
    guard let decoded = try? UTF8Span(validating: text.span) else { return false }
    var scalars = decoded.makeUnicodeScalarIterator()
    while let scalar = scalars.next() {
      switch scalar.value {
      case 0x80...0x9F, 0x2028...0x202E, 0x2066...0x2069: return false
      default: continue
      }
    }
    return true
  }
}
