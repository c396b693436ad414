/// Rows of text under each other in columns.
enum TableText {
  /// Each column as wide as its widest cell, two blanks between columns, none behind the last one.
  static func lines(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths =
      (0..<columns).map { column in rows.map { column < $0.count ? DisplayWidth.of($0[column]) : 0 }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, cell in
        column == row.count - 1 ? cell : DisplayWidth.padded(cell, to: widths[column] + 2)
      }.joined()
    }
  }
}
