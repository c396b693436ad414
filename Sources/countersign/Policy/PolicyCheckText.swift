import Countersign

/// What `policy check` prints.
struct PolicyCheckText {
  private let check: PolicyCheck

  init(_ check: PolicyCheck) {
    self.check = check
  }

  var lines: [String] {
    var lines: [String] = []
    for remark in check.remarks { lines += text(remark) }
    if !check.isComplete { lines.append("There may be more: these are corrected first.") }
    for what in check.unchecked { lines += WrappedText.lines("Not looked at: \(what).") }
    return lines + WrappedText.lines("\(check.name): \(summary)")
  }

  private func text(_ remark: PolicyRemark) -> [String] {
    let place = "\(check.name):\(remark.line):\(remark.column)"
    var lines = ["\(place): \(remark.kind.rawValue): \(remark.message)"]
    lines += excerpt(remark)
    let hint = WrappedText.lines("hint: \(remark.hint)", columns: WrappedText.columns - 4)
    return lines + hint.enumerated().map { ($0.offset == 0 ? "  " : "        ") + $0.element }
  }

  /// The line and a mark below the place; where the place lies beyond the terminal's edge, the line's end is shown.
  private func excerpt(_ remark: PolicyRemark) -> [String] {
    let bytes = check.text[Policy.lineRange(remark.line, in: check.text)]
    let blank = UInt8(ascii: " ")
    let shown = bytes.map { $0 == UInt8(ascii: "\t") ? blank : $0 }
    guard shown.contains(where: { $0 != blank }) else { return [] }
    let before = DisplayText.of(Array(shown.prefix(Int(clamping: remark.column) - 1)))
    let after = DisplayText.of(Array(shown.dropFirst(Int(clamping: remark.column) - 1)))
    let room = WrappedText.columns - 4
    let cut = max(0, before.count - room / 2)
    let start = cut > 0 && before.count + after.count > room ? "…" + before.dropFirst(cut + 1) : before
    let line = start + after
    let shortened = line.count > room ? line.prefix(room - 1) + "…" : line
    return ["    " + shortened, "    " + String(repeating: " ", count: start.count) + "^"]
  }

  private var summary: String {
    if check.errors > 0 { return "\(count(check.errors, "error")); with this policy nobody is let in." }
    let blocks = (check.policy?.blocks.count ?? 1) - 1
    let size = "\(count(check.policy?.statements.count ?? 0, "setting")) in \(count(blocks, "Match block"))"
    let warnings = check.warnings == 0 ? "no warnings" : count(check.warnings, "warning")
    return "no errors, \(warnings); \(size)."
  }

  private func count(_ number: Int, _ what: String) -> String {
    "\(number) \(what)\(number == 1 ? "" : "s")"
  }
}
