import CPAM
import Countersign
import Foundation
import OATH
import Testing

/// Tokens that answer challenges, through the shipped module.
@Suite struct ChallengeTests {
  let store: TemporaryStore
  let now: Int64 = 1_800_000_000

  init() throws {
    store = try TemporaryStore()
  }

  private func enroll(_ suite: String, name: String = "Token") throws -> OCRASuite {
    let suite = try OCRASuite(Array(suite.utf8))
    try store.enroll(.ocra(suite), name: name)
    return suite
  }

  /// What one login came to.
  private struct Attempt {
    let code: Int32
    let log: String
    let shown: [String]
    let challenge: String
  }

  /// Logs in with what `answer` makes of the challenge that is shown.
  private func login(
    stack: String = "auth required MODULE root=ROOT", _ answer: @escaping (String) throws -> String
  ) throws -> Attempt {
    let login = try Login(store, stack: stack)
    var challenge = ""
    login.whileAsking { [unowned login] in
      challenge = login.shown.last.map(Self.challenge) ?? ""
      login.answer((try? answer(challenge)) ?? "no answer")
    }
    let code = login.authenticate(at: now)
    return Attempt(code: code, log: login.log, shown: login.shown, challenge: challenge)
  }

  private static func challenge(in prompt: String) -> String {
    guard let start = prompt.range(of: "Challenge ") else { return "" }
    return String(prompt[start.upperBound...].prefix { $0.isNumber })
  }

  @Test func theChallengeStandsInTheQuestionAndItsAnswerLetsIn() throws {
    let suite = try enroll("OCRA-1:HOTP-SHA1-6:QN08")
    let attempt = try login { try Codes.answer(suite, $0) }
    #expect(attempt.code == PAM_SUCCESS)
    #expect(attempt.challenge.count == 8)
    #expect(attempt.shown == ["off|Challenge \(attempt.challenge). Verification code: "])
    #expect(attempt.log.contains("device=1:Token reason=ocra"))
    #expect(!attempt.log.contains(attempt.challenge))
  }

  @Test func anAnswerCountsForNoOtherLogin() throws {
    let suite = try enroll("OCRA-1:HOTP-SHA256-8:QN08")
    var first = ""
    var seen: Set<String> = []
    let attempt = try login { first = try Codes.answer(suite, $0); return first }
    #expect(attempt.code == PAM_SUCCESS)
    seen.insert(attempt.challenge)
    for _ in 0..<4 {
      let again = try login { _ in first }
      #expect(again.code == PAM_AUTH_ERR && again.log.contains("reason=wrong-code"))
      seen.insert(again.challenge)
    }
    #expect(seen.count == 5)
    #expect(try login { try Codes.answer(suite, $0) }.code == PAM_SUCCESS)
  }

  @Test func aCounterMovesOnAndIsOnTheDiskBefore() throws {
    let suite = try enroll("OCRA-1:HOTP-SHA1-6:C-QN08")
    #expect(try login { try Codes.answer(suite, $0, counter: 4) }.code == PAM_SUCCESS)
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [5])
    #expect(try login { try Codes.answer(suite, $0, counter: 4) }.code == PAM_AUTH_ERR)
    #expect(try login { try Codes.answer(suite, $0, counter: 5) }.code == PAM_SUCCESS)
  }

  @Test func theClockCountsWhereTheSuiteHasOne() throws {
    let suite = try enroll("OCRA-1:HOTP-SHA512-8:QH40-T30S")
    let step = UInt64(now / 30)
    #expect(try login { try Codes.answer(suite, $0, step: step + 2) }.code == PAM_AUTH_ERR)
    let attempt = try login { try Codes.answer(suite, $0, step: step + 1) }
    #expect(attempt.code == PAM_SUCCESS && attempt.challenge.count == 10)
  }

  @Test func besideOtherDevicesThereIsStillOneQuestion() throws {
    let suite = try enroll("OCRA-1:HOTP-SHA1-6:QN08")
    try store.enroll(.totp(try #require(TOTPParameters())), name: "Phone")
    let phone = try login { _ in try Codes.totp(at: now) }
    #expect(phone.code == PAM_SUCCESS && phone.shown.count == 1 && phone.log.contains("reason=totp"))
    let token = try login { try Codes.answer(suite, $0) }
    #expect(token.code == PAM_SUCCESS && token.shown.count == 1 && token.log.contains("reason=ocra"))
  }

  @Test func thePolicysPromptStandsBehindTheChallenge() throws {
    let suite = try enroll("OCRA-1:HOTP-SHA1-6:QN08")
    try store.write(policy: "Mode mandatory", "Prompt \"Token says: \"")
    let attempt = try login { try Codes.answer(suite, $0) }
    #expect(attempt.code == PAM_SUCCESS)
    #expect(attempt.shown == ["off|Challenge \(attempt.challenge). Token says: "])
  }

  @Test func whereTokensDoNotCountThereIsNoChallenge() throws {
    _ = try enroll("OCRA-1:HOTP-SHA1-6:QN08")
    try store.write(policy: "Mode mandatory", "Factors totp,recovery")
    let attempt = try login { _ in "123456" }
    #expect(attempt.code == PAM_AUTH_ERR && attempt.challenge.isEmpty)
    #expect(attempt.log.contains("reason=not-a-code"))
  }

  @Test func passwordAndAnswerInOne() throws {
    let suite = try enroll("OCRA-1:HOTP-SHA1-10:QN08")
    let attempt = try login(stack: "auth required MODULE root=ROOT forward_pass") {
      try "a password" + Codes.answer(suite, $0)
    }
    #expect(attempt.code == PAM_SUCCESS && attempt.challenge.count == 8)
  }

  @Test func usersWithoutATokenSeeNoChallenge() throws {
    try store.enroll(.totp(try #require(TOTPParameters())))
    #expect(try login { _ in try Codes.totp(at: now) }.shown == ["off|Verification code: "])
  }
}
