import Countersign
import Words

/// The outcomes of a trial as people read them.
struct TrialTable {
  private let report: TrialReport

  init(_ report: TrialReport) {
    self.report = report
  }

  var lines: [String] {
    var lines = WrappedText.lines(said("\(login):"))
    if !report.outcomes.isEmpty { lines += [""] + rows }
    if !report.remarks.isEmpty { lines.append("") }
    for remark in report.remarks {
      let wrapped = WrappedText.lines(remark, columns: WrappedText.columns - 4)
      lines += wrapped.enumerated().map { ($0.offset == 0 ? "  - " : "    ") + $0.element }
    }
    return lines + [""] + WrappedText.lines(sentence)
  }

  /// `alice by sshd from 192.0.2.7 with a key`.
  private var login: String {
    let service = DisplayText.of(Array(report.service.utf8))
    var parts = [said("\(DisplayText.of(report.user)) by \(service)", context: "a login")]
    if let address = report.origin.address {
      parts.append(said("from \(DisplayText.of(Array(address.utf8)))", context: "a login"))
    }
    if let caller = report.origin.caller, caller != report.user {
      parts[parts.count - 1] += said(", called by \(DisplayText.of(caller))", context: "a login")
    }
    if report.origin.hasKey { parts.append(said("with a key", context: "a login")) }
    return parts.joined(separator: said(" ", context: "between the parts of a login"))
  }

  /// Ways of one scenario stand below its row, since few rows have them.
  private var rows: [String] {
    let cells = report.outcomes.map {
      ["  " + $0.scenario.text(after: report.firstFactor), $0.result.text, $0.verdict.text]
    }
    return zip(TableText.lines(cells), report.outcomes).flatMap { row, outcome in
      [row] + (outcome.remark.map { ["    \($0)"] } ?? [])
    }
  }

  /// What it comes to, in a sentence.
  var sentence: String {
    switch report.judgement {
    case .sound where report.firstFactor == .none: said("Sound: whoever has not the code is refused.")
    case .sound: said("Sound: whoever has not both is refused, and so is everybody when something fails.")
    case .letsIn(let scenarios):
      said(
        "Not sound: one kind of login is let in that must be refused.",
        "Not sound: \(scenarios.count) kinds of logins are let in that must be refused.", count: scenarios.count)
    case .nobodyGetsIn: said("Not usable: nobody gets in, whatever they type.")
    case .cannotRun(let complaint): said("Not known: \(complaint.error).")
    }
  }
}
