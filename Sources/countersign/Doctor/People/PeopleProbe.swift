import Countersign
import Words

/// Asks the report of this machine how its people stand.
enum PeopleProbe {
  static func check(_ store: borrowing UserStore, _ policy: Policy, now: UInt64) throws(Complaint) -> PeopleCheck {
    let survey = try Complaint.attempting("cannot list the accounts") { () throws(SystemFailure) in
      try AccountSurvey(policy, service: Array("sshd".utf8), now: now)
    }
    let report = try HostReport(store, survey, policy, now: now, unusedFor: .max)
    return PeopleCheck(
      missing: report.missing.map { DisplayText.of($0.user) },
      refused: report.missing.count { if case .now = $0.need { true } else { false } },
      locked: names(report) { if case .waiting = $0 { true } else { false } },
      disabled: names(report) { $0.isDisabled },
      expired: names(report) { if case .expired = $0 { true } else { false } })
  }

  /// Whose factors stand so, each once.
  private static func names(_ report: HostReport, _ isMeant: (FactorReadiness) -> Bool) -> [String] {
    var names: [String] = []
    for resting in report.resting where isMeant(resting.factor.readiness) {
      let name = DisplayText.of(resting.user)
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}

extension FactorReadiness {
  fileprivate var isDisabled: Bool {
    switch self {
    case .disabled, .disabledByAdministrator: true
    default: false
    }
  }
}
