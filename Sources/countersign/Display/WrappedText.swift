/// Text in lines of at most so many columns.
enum WrappedText {
  /// How wide the command's texts are.
  static let columns = 80
  /// Where the value of a field begins.
  static let valueColumn = 16

  /// A field as `status` shows them: two blanks, the label, and the value from column 16 on, with further lines below.
  static func field(_ label: String, _ value: String) -> [String] {
    let lines = lines(value, columns: columns - valueColumn)
    let start = "  " + DisplayWidth.padded(label, to: valueColumn - 2, atLeast: 1)
    let indent = String(repeating: " ", count: valueColumn)
    return lines.enumerated().map { ($0.offset == 0 ? start : indent) + $0.element }
  }

  /// Breaks at blanks, and between characters that take two columns, as their scripts have no blanks; a word that is
  /// too long stands on a line of its own.
  static func lines(_ text: String, columns: Int = columns) -> [String] {
    var lines: [String] = []
    var line = ""
    var width = 0
    for (index, piece) in text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      for (part, word) in pieces(piece).enumerated() {
        let gap = index > 0 && part == 0 && !(line.isEmpty && !lines.isEmpty) ? 1 : 0
        let size = DisplayWidth.of(word)
        if width > 0, width + gap + size > columns {
          lines.append(line)
          (line, width) = (String(word), size)
        } else {
          line += (gap == 1 ? " " : "") + word
          width += gap + size
        }
      }
    }
    return lines + [line]
  }

  private static let closing = Set("、。，．：；！？）」』】〉》”’・ー…,.:;!?)")
  private static let opening = Set("（「『【〈《“‘(")

  /// Where a word may be broken: on both sides of a wide character, but not in front of one that ends a sentence or a
  /// bracket, nor behind one that opens it.
  private static func pieces(_ word: Substring) -> [Substring] {
    var pieces: [Substring] = []
    var start = word.startIndex
    for index in word.indices.dropFirst() {
      let (before, after) = (word[word.index(before: index)], word[index])
      guard DisplayWidth.of(before) == 2 || DisplayWidth.of(after) == 2 else { continue }
      guard !closing.contains(after), !opening.contains(before) else { continue }
      pieces.append(word[start..<index])
      start = index
    }
    return pieces + [word[start...]]
  }
}
