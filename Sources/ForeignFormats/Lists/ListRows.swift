import Countersign
import Words

/// The rows of a list of tokens: what separates their fields, and which lines are rows.
struct ListRows {
  private let context: ImportContext
  private let separator: UInt8

  static let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

  /// Takes the separator that is most frequent in the first row.
  init(_ text: Span<UInt8>, _ context: ImportContext) {
    let first = ListRows.lines(of: text).first?.range ?? 0..<0
    var best = (separator: ListRows.separators[0], count: 0)
    for separator in ListRows.separators {
      let count = first.count { text[$0] == separator }
      if count > best.count { best = (separator, count) }
    }
    self.init(separator: best.separator, context)
  }

  init(separator: UInt8, _ context: ImportContext) {
    self.context = context
    self.separator = separator
  }

  /// Lines that are neither empty nor a comment.
  static func lines(of text: Span<UInt8>) -> [ForeignLine] {
    text.lines.filter { line in
      let range = text.trimmed(line.range)
      return !range.isEmpty && text[range.lowerBound] != UInt8(ascii: "#")
    }
  }

  /// Reads row after row; those that are wrong are refused by line, and the others read.
  func read(_ text: Span<UInt8>, _ token: (ListRow) throws(ImportRefusal) -> ImportedToken?) -> ImportedFile {
    var file = ImportedFile()
    for line in ListRows.lines(of: text) {
      do throws(ImportRefusal) {
        guard let row = row(text, line) else {
          throw ImportRefusal("a field in quotes does not end", hint: "put the row right and import the file again")
        }
        if let token = try token(row) { file.take(token) }
      } catch {
        file.refuse(context.place(line.number), verbatim: error.reason, hint: error.hint)
      }
    }
    return file
  }

  func row(_ text: Span<UInt8>, _ line: ForeignLine) -> ListRow? {
    ListRow(text, line, separator: separator, context)
  }

  /// The first row; for telling formats apart.
  static func first(_ text: Span<UInt8>) -> ListRow? {
    let context = ImportContext(file: [], now: 0)
    guard let line = lines(of: text).first else { return nil }
    return ListRows(text, context).row(text, line)
  }
}
