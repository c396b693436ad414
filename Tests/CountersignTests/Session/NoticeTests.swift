import Testing

@testable import Countersign

@Suite struct NoticeTests {
  @Test("Refusals look alike, save for a code that was right and is used")
  func verdicts() throws {
    let label = FactorLabel.recoveryCode(1)
    let silent: [Verdict] = [
      .accepted(label), .refused(.wrongCode), .refused(.notACode), .refused(.foreignKey),
      .refused(.unknownLayout), .refused(.notEnrolled), .refused(.unknownUser),
      .refused(.emptyAnswer), .refused(.answerReplacedBySSHD), .refused(.noEarlierAnswer), .refused(.userChanged),
      .refused(.removedMeanwhile), .skipped(.notEnrolled(.builtIn)), .conversationFailed(ConversationFailure(code: 1)),
      .misconfigured,
    ]
    // What is wrong with a PIN or a signature, the companion has told.
    let told: [Verdict] = [.refused(.key(.wrongPIN)), .refused(.key(.pinBlocked)), .refused(.key(.notProven))]
    for verdict in silent + told { #expect(notice(verdict) == nil) }
    #expect(notice(.refused(.replayed(label))) == .codeAlreadyUsed)
    #expect(notice(.refused(.expiredSentCode(label))) == .codeExpired)
    #expect(notice(.refused(.key(.noKey))) == .keyNotThere)
    #expect(notice(.refused(.key(.noTouch))) == .keyNotTouched)
    for verdict in [Refusal.key(.failed), .key(.programFailed), .signatureCounter(label)] {
      #expect(notice(.refused(verdict)) == .keyUnusable)
    }
    #expect(notice(.disabled) == .disabled)
    #expect(notice(.unavailable(.damagedState)) == .unavailable)
    #expect(notice(.refused(.usedCodesAheadOfClock(label, seconds: 60))) == .unavailable)
    #expect(notice(.throttled(until: 1_060)) == .tryAgain(seconds: 60))
    #expect(notice(.throttled(until: 999)) == .tryAgain(seconds: 1))
    #expect(notice(.throttled(until: .max)) == .tryAgain(seconds: .max - 1_000))
  }

  private func notice(_ verdict: Verdict) -> Notice? {
    Notice(verdict, clock: { () throws(SystemFailure) in 1_000 })
  }

  @Test("A wait is told even when the clock cannot be read")
  func noClock() {
    let notice = Notice(
      .throttled(until: 5), clock: { () throws(SystemFailure) in throw SystemFailure(.clock, .inputOutput) })
    #expect(notice == .tryAgain(seconds: 1))
  }

  @Test("Only what asking can help leaves the question open")
  func openQuestions() {
    #expect(Verdict.refused(.wrongCode).leavesQuestionOpen && Verdict.refused(.noEarlierAnswer).leavesQuestionOpen)
    let closed: [Verdict] = [
      .refused(.userChanged), .accepted(.recoveryCode(1)), .throttled(until: 1), .disabled, .skipped(.notEnrolled(.builtIn)),
      .unavailable(.damagedState), .conversationFailed(ConversationFailure(code: 1)), .misconfigured,
    ]
    #expect(closed.allSatisfy { !$0.leavesQuestionOpen })
  }

  @Test("Every outcome of a check has its verdict")
  func outcomes() {
    let label = FactorLabel.recoveryCode(3)
    let pairs: [(FactorOutcome, Verdict)] = [
      (.accepted(label), .accepted(label)), (.replayed(label), .refused(.replayed(label))),
      (.wrong, .refused(.wrongCode)),
      (.foreignKey, .refused(.foreignKey)), (.unknownLayout, .refused(.unknownLayout)),
      (.notACode, .refused(.notACode)), (.throttled(until: 7), .throttled(until: 7)), (.disabled, .disabled),
      (.expiredTemporaryCode, .refused(.expiredTemporaryCode)),
      (.expiredSentCode(label), .refused(.expiredSentCode(label))),
      (.disabledByAdministrator(label), .refused(.disabledByAdministrator(label))),
      (.expiredDevice(label), .refused(.expiredDevice(label))),
      (.signatureCounter(label), .refused(.signatureCounter(label))), (.unprovenKey, .refused(.key(.notProven))),
      (.removedKey, .refused(.removedMeanwhile)),
    ]
    for (outcome, verdict) in pairs { #expect(Verdict(outcome) == verdict) }
  }
}
