/// Makes what msgfmt makes, so that tests can make it wrong.
enum CompiledMessages {
  static func file(_ messages: [String: String], isLittleEndian: Bool = true) -> [UInt8] {
    let rows = messages.map { (Array($0.key.utf8), Array($0.value.utf8)) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    var place = 28 + rows.count * 16
    var keys: [UInt8] = []
    var translations: [UInt8] = []
    var texts: [UInt8] = []
    for (table, index) in [(0, rows.map(\.0)), (1, rows.map(\.1))] {
      for text in index {
        let row = word(text.count, isLittleEndian) + word(place, isLittleEndian)
        if table == 0 { keys += row } else { translations += row }
        texts += text + [0]
        place += text.count + 1
      }
    }
    let tables = 28 + keys.count
    let header = [0x9504_12DE, 0, rows.count, 28, tables, 0, tables + translations.count]
    return header.flatMap { word($0, isLittleEndian) } + keys + translations + texts
  }

  private static func word(_ value: Int, _ isLittleEndian: Bool) -> [UInt8] {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    return isLittleEndian ? bytes : bytes.reversed()
  }
}
