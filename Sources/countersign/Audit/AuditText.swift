import Countersign
import Words

/// A line of the audit file as people read it: columns, times in local time, values as they were.
enum AuditText {
  static let heading = row([
    said("TIME"), said("OUTCOME"), said("USER"), said("SERVICE"), said("FROM"), said("DEVICE"), said("REASON"),
  ])
  /// The widths that most values have; a longer one moves what follows.
  private static let widths = [19, 11, 12, 14, 15, 12]
  /// Not shown: what ties lines together, and what the columns have.
  private static let hidden: [StaticString] = [
    "seq", "time", "event", "outcome", "user", "action", "address", "by", "device", "reason", "gap", "previous", "tty",
  ]

  static func line(_ record: AuditRecord) -> String {
    var cells = [
      String(TimeText.second(record.time).prefix(19)), value(record["outcome"] ?? record["event"]),
      value(record["user"]),
      value(record["action"] ?? record["service"]), value(record["address"] ?? record["by"]),
      value(record["device"]),
    ]
    var rest = record["reason"].map { [value($0)] } ?? []
    for field in record.fields where !hidden.contains(where: { field.name.equals($0) }) {
      // The service of a login stands in its column; that of a change is a detail of it.
      if record["action"] == nil, field.name.equals("service") { continue }
      rest.append("\(value(field.name))=\(value(field.value))")
    }
    cells.append(rest.joined(separator: " "))
    return row(cells)
  }

  private static func value(_ text: ArraySlice<UInt8>?) -> String {
    text.map { DisplayText.of(AuditField.unescaped($0)) } ?? "-"
  }

  private static func row(_ cells: [String]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      guard index < cells.count - 1, !cells[(index + 1)...].allSatisfy(\.isEmpty) else { return line + cell }
      line += DisplayWidth.padded(cell, to: widths[index]) + "  "
    }
    return line
  }
}
