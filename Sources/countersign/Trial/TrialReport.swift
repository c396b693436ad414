import Countersign

/// All that a trial has found out about a stack.
struct TrialReport {
  let service: String
  let user: UserName
  let origin: TrialOrigin
  let firstFactor: FirstFactor
  /// In the order in which they are shown.
  let outcomes: [TrialOutcome]
  /// What was not tried, and what people should know beside the outcomes.
  let remarks: [String]
  let judgement: TrialJudgement
}
