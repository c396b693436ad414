import LoginStacks
import Words

/// What a trial has shown of a service: who gets in when libpam itself goes through its stack.
struct TrialCheck {
  let service: String
  /// Of this service, or of another one with the same rules.
  let report: TrialReport

  private var check: String { "trial-\(service)" }
  private var subject: Message {
    report.origin.hasKey ? "\(service), after a key" : Message(verbatim: service)
  }

  var finding: Finding {
    switch report.judgement {
    case .sound: .ok(check, "\(subject): logins that were tried came out as they should")
    case .letsIn(let scenarios):
      .fail(
        check, "\(subject): logins were tried, and let in that must be refused: \(texts(scenarios))",
        cure: "\(command) shows all that was tried; countersign enable \(service) writes a stack without such a way")
    case .nobodyGetsIn:
      .fail(
        check, "\(subject): logins were tried, and nobody got in, with everything right",
        cure: "\(command) shows all that was tried; look at the lines behind pam_countersign.so")
    case .cannotRun(let complaint):
      .warn(check, "\(subject): no logins could be tried: \(complaint.error)", cure: Message(verbatim: complaint.hint))
    }
  }

  private func texts(_ scenarios: [TrialScenario]) -> String {
    NameList.of(scenarios.map { "'\($0.text(after: report.firstFactor))'" }, most: 4)
  }

  /// The same trial with its table.
  private var command: String {
    var words = ["countersign try \(service) --user \(DisplayText.of(report.user))"]
    if let address = report.origin.address { words.append("--from \(address)") }
    if report.origin.hasKey { words.append("--key") }
    return words.joined(separator: " ")
  }
}
