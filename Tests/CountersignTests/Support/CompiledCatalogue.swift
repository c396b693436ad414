/// Catalogues as `msgfmt` compiles them.
enum CompiledCatalogue {
  /// - Parameter messages: each with its translation, in the order in which they are to stand.
  static func of(_ messages: [(String, String)]) -> [UInt8] {
    let originals = messages.map { Array($0.0.utf8) }
    let translations = messages.map { Array($0.1.utf8) }
    let tables = 28
    var place = tables + 16 * messages.count
    var rows: [UInt8] = []
    var texts: [UInt8] = []
    for text in originals + translations {
      rows += number(text.count) + number(place)
      texts += text + [0]
      place += text.count + 1
    }
    let header = [0x9504_12DE, 0, messages.count, tables, tables + 8 * messages.count, 0, tables].flatMap(number)
    return header + rows + texts
  }

  /// One of what logins say.
  static func login(_ messages: KeyValuePairs<String, String>) -> [UInt8] {
    of([("", "Language: de\n")] + messages.map { ("login\u{4}" + $0.key, $0.value) })
  }

  static func number(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }
}
