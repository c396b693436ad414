import Countersign

/// The outcomes of a trial as people read them.
struct TrialTable {
  private let report: TrialReport

  init(_ report: TrialReport) {
    self.report = report
  }

  var lines: [String] {
    var lines = WrappedText.lines("\(login):")
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
    var text = "\(DisplayText.of(report.user)) by \(DisplayText.of(Array(report.service.utf8)))"
    if let address = report.origin.address { text += " from \(DisplayText.of(Array(address.utf8)))" }
    if let caller = report.origin.caller, caller != report.user { text += ", called by \(DisplayText.of(caller))" }
    if report.origin.hasKey { text += " with a key" }
    return text
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
    case .sound where report.firstFactor == .none: "Sound: whoever has not the code is refused."
    case .sound: "Sound: whoever has not both is refused, and so is everybody when something fails."
    case .letsIn(let scenarios):
      "Not sound: \(scenarios.count == 1 ? "one kind of login is" : "\(scenarios.count) kinds of logins are") "
        + "let in that must be refused."
    case .nobodyGetsIn: "Not usable: nobody gets in, whatever they type."
    case .cannotRun(let complaint): "Not known: \(complaint.error)."
    }
  }
}
