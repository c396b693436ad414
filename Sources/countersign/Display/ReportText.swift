import Countersign

/// What `report` prints.
struct ReportText {
  private let report: HostReport
  private let survey: AccountSurvey
  private let service: String
  private let unusedFor: UInt64
  private let policy: Policy

  init(_ report: HostReport, _ survey: AccountSurvey, _ policy: Policy, service: [UInt8], unusedFor: UInt64) {
    self.report = report
    self.survey = survey
    self.policy = policy
    self.service = DisplayText.of(service)
    self.unusedFor = unusedFor
  }

  var lines: [String] {
    var lines = summary
    lines += section("Must be enrolled and are not", ["USER", "FROM", "BY"], missing)
    let title = "Not used for \(PolicyText.duration(unusedFor))"
    lines += section(title, ["USER", "DEVICE", "ENROLLED", "LAST USED"], unused)
    lines += section("Expire within 30 days", ["USER", "DEVICE", "EXPIRES"], expiring)
    lines += section("Not asked now", ["USER", "FACTOR", "WHY"], resting)
    lines += section("Bypasses", ["USER", "UNTIL", "LIMITS", "BY", "REASON"], bypasses)
    lines += section("Temporary codes", ["USER", "UNTIL", "BY"], temporaryCodes)
    return lines
  }

  private var summary: [String] {
    let refused = report.missing.count { if case .now = $0.need { true } else { false } }
    let devices = report.enrolled.reduce(0) { $0 + $1.record.devices.count }
    var lines = WrappedText.field("enrolled", "\(count(report.enrolled.count, "user")), \(count(devices, "device"))")
    lines += WrappedText.field(
      "missing",
      report.missing.isEmpty
        ? "nobody who must be enrolled"
        : "\(report.missing.count) who must be enrolled, \(refused) of them refused already")
    if report.tokens.total > 0 {
      let free = report.tokens.free + report.tokens.left
      lines += WrappedText.field(
        "tokens", "\(count(report.tokens.total, "hardware token")), \(free) of them free")
    }
    let looked =
      "\(count(survey.people.count, "account")) with a shell: root, uid \(survey.uids.lowerBound) to "
      + "\(survey.uids.upperBound) as the system lists them, and members of groups in the policy"
    lines += WrappedText.field("looked at", looked)
    return lines + WrappedText.field("by policy for", "\(service), from anywhere, without a key, now")
  }

  private func count(_ number: Int, _ what: String) -> String {
    "\(number) \(what)\(number == 1 ? "" : "s")"
  }

  /// - Returns: nothing where there are no rows.
  private func section(_ title: String, _ head: [String], _ rows: [[String]]) -> [String] {
    rows.isEmpty ? [] : ["", title, ""] + TableText.lines([head] + rows).map { "  " + $0 }
  }

  private var missing: [[String]] {
    report.missing.map { missing in
      let user = DisplayText.of(missing.user)
      switch missing.need {
      case .within(let days, let source): return [user, "in \(count(Int(clamping: days), "day"))", line(source)]
      case .now(let source): return [user, "refused now", line(source)]
      case .none: return [user, "", ""]
      }
    }
  }

  private func line(_ source: PolicySource) -> String { DecidingLine(source, in: policy).short }

  private var unused: [[String]] {
    report.unused.map {
      [
        DisplayText.of($0.user), DisplayText.of($0.device.name), TimeText.minute($0.device.created),
        TimeText.minute($0.lastUsed),
      ]
    }
  }

  private var expiring: [[String]] {
    report.expiring.map {
      [DisplayText.of($0.user), DisplayText.of($0.device.name), TimeText.minute($0.expires)]
    }
  }

  private var resting: [[String]] {
    report.resting.map {
      [
        DisplayText.of($0.user), FactorText.name($0.factor.factor), FactorReadinessText.of($0.factor, in: policy),
      ]
    }
  }

  private var bypasses: [[String]] {
    report.bypasses.map { entry in
      let terms = entry.bypass.terms
      return [
        DisplayText.of(entry.user), TimeText.minute(terms.until), BypassText.limits(terms, usesLeft: entry.usesLeft),
        DisplayText.of(terms.by), DisplayText.of(terms.reason.bytes),
      ]
    }
  }

  private var temporaryCodes: [[String]] {
    report.temporaryCodes.map { [DisplayText.of($0.user), TimeText.minute($0.code.until), DisplayText.of($0.code.by)] }
  }
}
