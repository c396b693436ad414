/// How many columns of a terminal a text takes.
enum DisplayWidth {
  /// Characters of East Asian scripts take two columns (Unicode Standard Annex 11, classes W and F).
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
    0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]

  static func of(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first, scalar.value >= 0x1100 else { return 1 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  static func of(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + of($1) } }

  /// The text with blanks behind it, so that it takes so many columns.
  ///
  /// - Parameter atLeast: how many blanks stand behind it in any case.
  static func padded(_ text: String, to columns: Int, atLeast least: Int = 0) -> String {
    text + String(repeating: " ", count: max(least, columns - of(text)))
  }
}
