/// Text in lines of at most so many columns.
enum WrappedText {
  /// How wide the command's texts are.
  static let columns = 80
  /// Where the value of a field begins.
  static let valueColumn = 16

  /// A field as `status` shows them: two blanks, the label, and the value from column 16 on, with further lines below.
  static func field(_ label: String, _ value: String) -> [String] {
    let lines = lines(value, columns: columns - valueColumn)
    let start = "  " + label + String(repeating: " ", count: max(1, valueColumn - 2 - label.count))
    let indent = String(repeating: " ", count: valueColumn)
    return lines.enumerated().map { ($0.offset == 0 ? start : indent) + $0.element }
  }

  /// Breaks at blanks; a word that is too long stands on a line of its own.
  static func lines(_ text: String, columns: Int = columns) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, line.count + 1 + word.count > columns {
        lines.append(line)
        line = String(word)
      } else {
        line += line.isEmpty && lines.isEmpty && word.isEmpty ? "" : (line.isEmpty ? String(word) : " " + word)
      }
    }
    return lines + [line]
  }
}
