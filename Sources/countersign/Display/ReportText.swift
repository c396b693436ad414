import Countersign
import Words

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
    lines += section(said("Must be enrolled and are not"), [said("USER"), said("FROM"), said("BY")], missing)
    let title = said("Not used for \(PolicyText.duration(unusedFor))")
    lines += section(title, [said("USER"), said("DEVICE"), said("ENROLLED"), said("LAST USED")], unused)
    lines += section(said("Expire within 30 days"), [said("USER"), said("DEVICE"), said("EXPIRES")], expiring)
    lines += section(said("Not asked now"), [said("USER"), said("FACTOR"), said("WHY")], resting)
    let limits = [said("USER"), said("UNTIL"), said("LIMITS"), said("BY"), said("REASON")]
    lines += section(said("Bypasses"), limits, bypasses)
    lines += section(said("Temporary codes"), [said("USER"), said("UNTIL"), said("BY")], temporaryCodes)
    return lines
  }

  private var summary: [String] {
    let refused = report.missing.count { if case .now = $0.need { true } else { false } }
    let devices = said("\(report.devices) device", "\(report.devices) devices", count: report.devices)
    let users = said("\(report.users) user", "\(report.users) users", count: report.users)
    let enrolled = Enumeration.of([users, devices])
    var lines = WrappedText.field(said("enrolled", context: "users"), enrolled)
    lines += WrappedText.field(
      said("missing", context: "users"),
      report.missing.isEmpty
        ? said("nobody who must be enrolled")
        : said("\(report.missing.count) who must be enrolled, \(refused) of them refused already"))
    if report.tokens.total > 0 {
      let free = report.tokens.free + report.tokens.left
      lines += WrappedText.field(
        said("tokens"),
        said(
          "\(report.tokens.total) hardware token, \(free) of them free",
          "\(report.tokens.total) hardware tokens, \(free) of them free", count: report.tokens.total))
    }
    let (first, last) = (survey.uids.lowerBound, survey.uids.upperBound)
    let looked = said(
      """
      \(survey.people.count) account with a shell: root, uid \(first) to \(last) as the system lists them, and \
      members of groups in the policy
      """,
      """
      \(survey.people.count) accounts with a shell: root, uid \(first) to \(last) as the system lists them, and \
      members of groups in the policy
      """, count: survey.people.count)
    lines += WrappedText.field(said("looked at"), looked)
    return lines + WrappedText.field(said("by policy for"), said("\(service), from anywhere, without a key, now"))
  }

  /// - Returns: nothing where there are no rows.
  private func section(_ title: String, _ head: [String], _ rows: [[String]]) -> [String] {
    rows.isEmpty ? [] : ["", title, ""] + TableText.lines([head] + rows).map { "  " + $0 }
  }

  private var missing: [[String]] {
    report.missing.map { missing in
      let user = DisplayText.of(missing.user)
      switch missing.need {
      case .within(let days, let source):
        return [user, said("in \(days) day", "in \(days) days", count: days), line(source)]
      case .now(let source): return [user, said("refused now"), line(source)]
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
