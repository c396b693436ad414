import Countersign
import Words

/// What `policy check` prints.
struct PolicyCheckText {
  private let check: PolicyCheck

  init(_ check: PolicyCheck) {
    self.check = check
  }

  var lines: [String] {
    var lines: [String] = []
    for remark in check.remarks { lines += text(remark) }
    if !check.isComplete { lines.append(said("There may be more: these are corrected first.")) }
    for what in check.unchecked { lines += WrappedText.lines(said("Not looked at: \(what).")) }
    return lines + WrappedText.lines(said("\(check.name): \(summary)"))
  }

  private func text(_ remark: PolicyRemark) -> [String] {
    let place = "\(check.name):\(remark.line):\(remark.column)"
    var lines = [
      remark.kind == .error
        ? said("\(place): error: \(remark.message)") : said("\(place): warning: \(remark.message)")
    ]
    lines += excerpt(remark)
    let hint = WrappedText.lines(said("hint: \(remark.hint)"), columns: WrappedText.columns - 4)
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
    if check.errors > 0 {
      return said(
        "\(check.errors) error; with this policy nobody is let in.",
        "\(check.errors) errors; with this policy nobody is let in.", count: check.errors)
    }
    let blocks = (check.policy?.blocks.count ?? 1) - 1
    let settings = check.policy?.statements.count ?? 0
    let size = said("\(counted(settings: settings)) in \(counted(blocks: blocks))")
    guard check.warnings > 0 else { return said("no errors, no warnings; \(size).") }
    return said(
      "no errors, \(check.warnings) warning; \(size).", "no errors, \(check.warnings) warnings; \(size).",
      count: check.warnings)
  }

  private func counted(settings: Int) -> String { said("\(settings) setting", "\(settings) settings", count: settings) }

  private func counted(blocks: Int) -> String { said("\(blocks) Match block", "\(blocks) Match blocks", count: blocks) }
}
