import Countersign
import Words

/// One row of a list of tokens: fields between separators, in double quotes or not.
struct ListRow {
  let place: ImportPlace
  /// Where the fields stand in the text, without quotes and blanks round them.
  let fields: [Range<Int>]

  private static let quote = UInt8(ascii: "\"")

  /// - Returns: `nil` where a field in quotes does not end, or something stands behind it.
  init?(_ text: Span<UInt8>, _ line: ForeignLine, separator: UInt8, _ context: ImportContext) {
    var fields: [Range<Int>] = []
    var position = line.range.lowerBound
    while true {
      guard let (field, end) = ListRow.field(text, position..<line.range.upperBound, separator) else { return nil }
      fields.append(field)
      guard end < line.range.upperBound else { break }
      position = end + 1
    }
    self.fields = fields
    place = context.place(line.number)
  }

  private init(place: ImportPlace, fields: [Range<Int>]) {
    self.place = place
    self.fields = fields
  }

  /// The same row without the fields behind the first few.
  func keeping(_ count: Int) -> ListRow { ListRow(place: place, fields: Array(fields.prefix(count))) }

  /// The first field of a part, and where the separator behind it stands.
  private static func field(
    _ text: Span<UInt8>, _ range: Range<Int>, _ separator: UInt8
  ) -> (field: Range<Int>, end: Int)? {
    let end = text.first(separator, in: range) ?? range.upperBound
    let plain = text.trimmed(range.lowerBound..<end)
    guard !plain.isEmpty, text[plain.lowerBound] == quote else { return (plain, end) }
    var position = plain.lowerBound + 1
    while position < range.upperBound {
      if text[position] == quote {
        // Two quotes stand for one, which no field that is read here has.
        guard position + 1 < range.upperBound, text[position + 1] == quote else { break }
        position += 1
      }
      position += 1
    }
    guard position < range.upperBound else { return nil }
    let rest = text.trimmed(position + 1..<range.upperBound)
    guard rest.isEmpty || text[rest.lowerBound] == separator else { return nil }
    return (text.trimmed(plain.lowerBound + 1..<position), rest.isEmpty ? range.upperBound : rest.lowerBound)
  }

  /// A field that is no secret; `nil` when it is empty or not there.
  func words(_ index: Int, of text: Span<UInt8>) -> [UInt8]? {
    guard fields.indices.contains(index), !fields[index].isEmpty else { return nil }
    return text.copy(fields[index])
  }

  /// A number, by the words that name it in a report.
  func number(_ index: Int, of text: Span<UInt8>, _ name: String) throws(ImportRefusal) -> UInt64? {
    guard fields.indices.contains(index), !fields[index].isEmpty else { return nil }
    guard let number = text.number(fields[index]) else {
      throw ImportRefusal("the \(name) is no number", hint: "put the row right and import the file again")
    }
    return number
  }
}
