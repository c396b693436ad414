/// What came of a scenario, over all ways in which it was tried.
struct TrialOutcome: Equatable {
  let scenario: TrialScenario
  let result: TrialResult
  let verdict: TrialVerdict
  /// In which way it came out so, where there are several.
  let remark: String?
  /// How many logins were tried for it.
  let logins: Int
}
