import Testing

@testable import Countersign

@Suite struct PolicySettingsTests {
  @Test("Only somebody who certainly has no factor is let pass, and only where policy says so", arguments: [
    (.mandatory, .enrolled, .require), (.mandatory, .none, .require), (.mandatory, .unknownUser, .require),
    (.enrolled, .enrolled, .require), (.enrolled, .none, .skip(.notEnrolled(.builtIn))), (.enrolled, .unknownUser, .require),
  ] as [(EnforcementMode, Enrolment, PolicyDecision)])
  func decisions(mode: EnforcementMode, enrolment: Enrolment, decision: PolicyDecision) {
    #expect(PolicySettings(mode: mode).decide(enrolment, moment: nil) == decision)
  }
}
