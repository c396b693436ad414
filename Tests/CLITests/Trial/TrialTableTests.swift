import CTrialLogin
import Countersign
import LoginStacks
import Testing

@testable import countersign

@Suite struct TrialTableTests {
  private func outcome(
    _ scenario: TrialScenario, _ result: TrialResult, _ verdict: TrialVerdict, _ remark: String? = nil
  ) -> TrialOutcome {
    TrialOutcome(scenario: scenario, result: result, verdict: verdict, remark: remark, logins: 2)
  }

  private func report(_ outcomes: [TrialOutcome], remarks: [String] = []) throws -> TrialReport {
    TrialReport(
      service: "sshd", user: try #require(UserName(Array("alice".utf8))),
      origin: TrialOrigin(address: "192.0.2.7", terminal: "ssh"), firstFactor: .password, outcomes: outcomes,
      remarks: remarks, judgement: TrialJudgement(outcomes))
  }

  @Test func aTableSaysWhoGetsInAndWhatToThinkOfIt() throws {
    let report = try report(
      [
        outcome(.rightCode, .letIn, .asItShouldBe), outcome(.abortedCode, .letIn, .hole, "by pam_sss alone"),
        outcome(.unenrolledWrongPassword, .refused(.auth_err), .asItShouldBe),
      ], remarks: ["pam_rootok.so lets some pass who show nothing; tried for everybody else"])
    #expect(
      TrialTable(report).lines == [
        "alice by sshd from 192.0.2.7:",
        "",
        "  right password, right code          let in   as it should be",
        "  right password, Ctrl-C at the code  let in   MUST BE REFUSED",
        "    by pam_sss alone",
        "  wrong password, not enrolled        refused  as it should be",
        "",
        "  - pam_rootok.so lets some pass who show nothing; tried for everybody else",
        "",
        "Not sound: one kind of login is let in that must be refused.",
      ])
  }

  @Test func withoutRemarksOneBlankLineStandsBeforeTheEnd() throws {
    let lines = TrialTable(try report([outcome(.rightCode, .letIn, .asItShouldBe)])).lines
    #expect(lines.count { $0.isEmpty } == 2)
  }

  @Test func everyRowFitsEightyColumns() throws {
    for first in [FirstFactor.password, .key, .none] {
      let outcomes = TrialScenario.allCases.map { outcome($0, .none(reason: "x"), .againstPolicy) }
      let report = TrialReport(
        service: "sshd", user: try #require(UserName(Array("alice".utf8))), origin: TrialOrigin(), firstFactor: first,
        outcomes: outcomes, remarks: [], judgement: .sound)
      for line in TrialTable(report).lines { #expect(line.count <= 80, "\(line)") }
    }
  }

  @Test func theFactsSayTheSame() throws {
    let report = try report([
      outcome(.rightCode, .letIn, .asItShouldBe), outcome(.wrongCode, .refused(.maxtries), .asItShouldBe),
    ])
    #expect(
      try JSONText.of(TrialFacts(report)) == """
        {"address":"192.0.2.7","firstFactor":"password","judgement":"sound","outcomes":[{"logins":2,"result":"let-in",\
        "scenario":"right-code","verdict":"as-it-should-be"},{"code":"maxtries","logins":2,"result":"refused",\
        "scenario":"wrong-code","verdict":"as-it-should-be"}],"remarks":[],"service":"sshd","user":"alice"}
        """)
  }

  // MARK: Judging

  @Test func aHoleGoesBeforeEverythingElse() {
    let hole = outcome(.wrongCode, .letIn, .hole)
    let unknown = outcome(.usedCode, .none(reason: "it crashed"), .unknown)
    let lockedOut = outcome(.rightCode, .refused(.auth_err), .lockedOut)
    let fine = outcome(.rightCode, .letIn, .asItShouldBe)
    #expect(TrialJudgement([lockedOut, unknown, hole]) == .letsIn([.wrongCode]))
    #expect(TrialJudgement([lockedOut, fine]) == .nobodyGetsIn)
    #expect(TrialJudgement([fine, outcome(.unenrolled, .letIn, .byPolicy)]) == .sound)
    guard case .cannotRun(let complaint) = TrialJudgement([fine, unknown]) else { Issue.record(); return }
    #expect(complaint.error == "a login that was tried has no result: it crashed")
  }

  @Test func oneWayInIsAHoleWhateverTheOthersCameTo() {
    let refusals: [(result: TrialResult, way: String?)] = [(.refused(.auth_err), "first"), (.refused(.auth_err), nil)]
    let refused = TrialExpectation.refused.outcome(of: .wrongCode, refusals)
    #expect(refused.verdict == .asItShouldBe)
    #expect(refused.remark == nil)
    let hole = TrialExpectation.refused.outcome(of: .wrongCode, refusals + [(.letIn, "third")])
    #expect(hole.verdict == .hole)
    #expect(hole.remark == "third")
    #expect(TrialExpectation.refused.outcome(of: .wrongCode, [(.letIn, "first"), (.letIn, "second")]).remark == nil)
    let crash = TrialExpectation.refused.outcome(of: .wrongCode, refusals + [(.none(reason: "x"), nil)])
    #expect(crash.verdict == .unknown)
    let halfIn = TrialExpectation.refused.outcome(of: .wrongCode, [(.letInWithoutCredentials(.cred_err), nil)])
    #expect(halfIn.verdict == .hole)
    #expect(TrialExpectation.letIn.outcome(of: .rightCode, refusals).verdict == .lockedOut)
    #expect(TrialExpectation.letIn.outcome(of: .rightCode, refusals + [(.letIn, "third")]).verdict == .asItShouldBe)
    #expect(TrialExpectation.letPassByPolicy.outcome(of: .waived, refusals).verdict == .againstPolicy)
  }

  @Test func aResultIsWhatLibpamGave() {
    #expect(TrialResult(.finished(code: 0, credentials: 0, questions: [])) == .letIn)
    #expect(TrialResult(.finished(code: 7, credentials: 0, questions: [])) == .refused(.auth_err))
    #expect(TrialResult(.finished(code: 11, credentials: 0, questions: [])) == .refused(.maxtries))
    #expect(TrialResult(.finished(code: 25, credentials: 0, questions: [])) == .refused(.ignore))
    #expect(TrialResult(.finished(code: 99, credentials: 0, questions: [])) == .refused(nil))
    #expect(TrialResult(.finished(code: 0, credentials: 17, questions: [])) == .letInWithoutCredentials(.cred_err))
    #expect(TrialResult(.killed(signal: 11)).isUnknown && TrialResult(.late).isUnknown && TrialResult(.lost).isUnknown)
  }
}
