import Words

/// What a scenario must come to.
enum TrialExpectation {
  case letIn, refused
  /// The policy lets pass, and the stack should, too.
  case letPassByPolicy

  init(_ scenario: TrialScenario, _ first: FirstFactor, _ foresight: TrialForesight) {
    switch scenario {
    case .rightCode: self = .letIn
    // Whoever has shown nothing at all is not let in because nobody asks for a code.
    case .waived where first == .none, .unenrolled where first == .none: self = .refused
    case .waived: self = .letPassByPolicy
    case .unenrolled: self = foresight.admitsUnenrolled ? .letPassByPolicy : .refused
    default: self = .refused
    }
  }

  /// Judges the results of all ways in which a scenario was tried: for what must be refused, all must be.
  func outcome(of scenario: TrialScenario, _ results: [(result: TrialResult, way: String?)]) -> TrialOutcome {
    let telling = results.first { $0.result.isIn } ?? results.first { $0.result.isUnknown } ?? results.first
    guard let telling else {
      return TrialOutcome(
        scenario: scenario, result: .none(reason: said("nothing was tried")), verdict: .unknown, remark: nil, logins: 0)
    }
    let ways = results.filter { $0.result.text == telling.result.text }
    let isTold = ways.count < results.count
    return TrialOutcome(
      scenario: scenario, result: telling.result, verdict: verdict(telling.result), remark: isTold ? telling.way : nil,
      logins: results.count)
  }

  private func verdict(_ result: TrialResult) -> TrialVerdict {
    switch (self, result) {
    case (_, .none): .unknown
    case (.letIn, .letIn), (.refused, .refused): .asItShouldBe
    case (.letIn, .letInWithoutCredentials), (.letIn, .refused): .lockedOut
    case (.refused, _): .hole
    case (.letPassByPolicy, .letIn): .byPolicy
    case (.letPassByPolicy, _): .againstPolicy
    }
  }
}
