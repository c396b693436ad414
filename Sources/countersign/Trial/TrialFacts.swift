import Countersign
import LoginStacks

/// What `try --json` prints.
struct TrialFacts: Encodable {
  struct Row: Encodable {
    let scenario: TrialScenario
    /// `let-in`, `refused` or `none`.
    let result: String
    /// What libpam gave, by its name in brackets of PAM files, where it is a refusal.
    let code: String?
    let verdict: TrialVerdict
    /// In which way it came out so, where there are several.
    let way: String?
    /// How many logins were tried.
    let logins: Int
  }

  let service: String
  let user: String
  let address: String?
  let firstFactor: FirstFactor
  /// `sound`, `lets-in`, `nobody-gets-in` or `cannot-run`.
  let judgement: String
  /// Why it cannot run.
  let error: String?
  let outcomes: [Row]
  let remarks: [String]

  init(_ report: TrialReport) {
    service = DisplayText.of(Array(report.service.utf8))
    user = DisplayText.of(report.user)
    address = report.origin.address
    firstFactor = report.firstFactor
    outcomes = report.outcomes.map { Row($0) }
    remarks = report.remarks
    var error: String?
    switch report.judgement {
    case .sound: judgement = "sound"
    case .letsIn: judgement = "lets-in"
    case .nobodyGetsIn: judgement = "nobody-gets-in"
    case .cannotRun(let complaint):
      judgement = "cannot-run"
      error = complaint.error
    }
    self.error = error
  }
}

extension TrialFacts.Row {
  init(_ outcome: TrialOutcome) {
    scenario = outcome.scenario
    verdict = outcome.verdict
    way = outcome.remark
    logins = outcome.logins
    switch outcome.result {
    case .letIn: (result, code) = ("let-in", nil)
    case .letInWithoutCredentials(let failure): (result, code) = ("let-in", failure?.rawValue)
    case .refused(let failure): (result, code) = ("refused", failure?.rawValue)
    case .none: (result, code) = ("none", nil)
    }
  }
}
