import Words

/// Whether a stack may be used.
enum TrialJudgement: Equatable {
  case sound
  /// Somebody is let in who must not be.
  case letsIn([TrialScenario])
  /// Nobody is let in, whatever they do.
  case nobodyGetsIn
  /// It is not known.
  case cannotRun(Complaint)

  init(_ outcomes: [TrialOutcome]) {
    let holes = outcomes.filter { $0.verdict == .hole }.map(\.scenario)
    let unknown = outcomes.lazy.compactMap { outcome -> String? in
      if case .none(let reason) = outcome.result { reason } else { nil }
    }.first
    if !holes.isEmpty {
      self = .letsIn(holes)
    } else if let unknown {
      self = .cannotRun(Complaint("a login that was tried has no result: \(unknown)", hint: "try it by hand"))
    } else if outcomes.contains(where: { $0.verdict == .lockedOut }) {
      self = .nobodyGetsIn
    } else {
      self = .sound
    }
  }
}
