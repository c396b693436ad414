/// The name of an entry (RFC 4514), as far as its levels go.
struct EntryName: Equatable {
  let text: String

  /// The first level: a type and a value, as they are written.
  ///
  /// - Returns: `nil` for a name that has none, or several types in one.
  var first: (type: String, value: String)? {
    let level = String(text[..<end])
    guard let mark = level.firstIndex(of: "="), !level.contains("+"), !level.contains("\\") else { return nil }
    let type = level[..<mark].filter { $0 != " " }
    let value = level[level.index(after: mark)...].drop { $0 == " " }
    guard !type.isEmpty, !value.isEmpty else { return nil }
    return (type, String(value))
  }

  /// The entry above.
  ///
  /// - Returns: `nil` at the top.
  var parent: EntryName? {
    guard end < text.endIndex else { return nil }
    let rest = text[text.index(after: end)...].drop { $0 == " " }
    return rest.isEmpty ? nil : EntryName(text: String(rest))
  }

  /// This one and all above it.
  var levels: [EntryName] {
    var found = [self]
    while let next = found.last?.parent { found.append(next) }
    return found
  }

  /// Where the first level ends: at a comma that nothing escapes.
  private var end: String.Index {
    var index = text.startIndex
    var isEscaped = false
    while index < text.endIndex {
      if text[index] == ",", !isEscaped { return index }
      isEscaped = text[index] == "\\" && !isEscaped
      index = text.index(after: index)
    }
    return index
  }
}
