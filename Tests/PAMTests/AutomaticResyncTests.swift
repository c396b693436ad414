import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// Two codes in a row that are out of reach, through the shipped module (RFC 4226 7.4).
@Suite struct AutomaticResyncTests {
  let store: TemporaryStore
  let now: Int64 = 1_800_000_000

  init() throws {
    store = try TemporaryStore()
  }

  private func enrollPhone() throws {
    try store.enroll(.totp(try #require(TOTPParameters())))
  }

  private func enrollToken(_ digits: DigitCount = .six) throws {
    try store.enroll(.hotp(try #require(HOTPParameters(digits: digits))), name: "Token", next: 7)
  }

  private func login(_ answer: String, at time: Int64? = nil) throws -> (code: Int32, log: String, shown: [String]) {
    let login = try Login(store).answer(answer)
    let code = login.authenticate(at: time ?? now)
    return (code, login.log, login.shown)
  }

  @Test func aTokenPressedFiftyTimesInVainIsFoundByTwoCodes() throws {
    try enrollToken()
    let first = try login(try Codes.code(57))
    #expect(first.code == PAM_AUTH_ERR && first.log.contains("reason=wrong-code"))
    #expect(!first.log.contains("resync"))
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [7])
    let second = try login(try Codes.code(58), at: now + 20)
    #expect(second.code == PAM_SUCCESS)
    #expect(second.log.contains("warning user=nobody"))
    #expect(second.log.contains("device=1:Token reason=resynchronised passed-over=50\n"))
    #expect(second.log.contains("accepted user=nobody"))
    let state = try #require(try store.readState().devices.first)
    #expect(state.nextMovingFactor == 59 && state.misses.count == 0)
    for counter in [57, 58] as [UInt64] { #expect(try login(try Codes.code(counter)).code == PAM_AUTH_ERR) }
    #expect(try login(try Codes.code(59)).code == PAM_SUCCESS)
  }

  @Test(arguments: [(-20, "seconds-behind=600"), (20, "seconds-ahead=600")])
  func aClockTenMinutesOffIsFoundByTwoCodes(steps: Int64, found: String) throws {
    try enrollPhone()
    #expect(try login(try Codes.totp(at: now, steps: steps)).code == PAM_AUTH_ERR)
    let second = try login(try Codes.totp(at: now + 30, steps: steps), at: now + 30)
    #expect(second.code == PAM_SUCCESS)
    #expect(second.log.contains("device=1:Phone reason=resynchronised \(found)\n"))
    let audit = try String(contentsOf: store.audit, encoding: .utf8)
    #expect(audit.contains("\"reason\":\"resynchronised\",\"\(found.replacingOccurrences(of: "=", with: "\":"))"))
    #expect(try store.readState().devices.map(\.drift) == [Int32(steps)])
    let later = now + 3_600
    for time in [now + 30, later] {
      #expect(try login(try Codes.totp(at: now + 30, steps: steps), at: time).code == PAM_AUTH_ERR)
    }
    #expect(try login(try Codes.totp(at: later, steps: steps), at: later).code == PAM_SUCCESS)
  }

  @Test func theFirstCodeIsAnsweredLikeAnyWrongOne() throws {
    try enrollPhone()
    try enrollToken(.eight)
    let step = UInt64(now / 30)
    let wrong = try login(try Codes.wrong(near: step - 50...step + 50))
    let near = try login(try Codes.code(step + 20))
    #expect(near.code == wrong.code && near.shown == wrong.shown && near.log == wrong.log)
    #expect(try store.readState().devices.map(\.misses.count) == [2, 0])
  }

  @Test(arguments: [(20, 22), (20, 20), (21, 20), (41, 42)] as [(Int64, Int64)])
  func otherPairsAreTwoWrongCodes(first: Int64, second: Int64) throws {
    try enrollPhone()
    for (steps, misses) in [(first, 1), (second, 2)] as [(Int64, UInt32)] {
      let outcome = try login(try Codes.totp(at: now, steps: steps))
      #expect(outcome.code == PAM_AUTH_ERR && outcome.log.contains("reason=wrong-code"))
      let state = try #require(try store.readState().devices.first)
      #expect(state.misses.count == misses && state.nextMovingFactor == 0 && state.drift == 0)
    }
  }

  @Test func theFirstCodeIsForgottenAfterTenMinutes() throws {
    try enrollToken()
    #expect(try login(try Codes.code(57)).code == PAM_AUTH_ERR)
    #expect(try login(try Codes.code(58), at: now + 601).code == PAM_AUTH_ERR)
    #expect(try login(try Codes.code(59), at: now + 1_201).code == PAM_SUCCESS)
  }

  @Test func unlockingForgetsTheFirstCode() throws {
    try enrollToken()
    #expect(try login(try Codes.code(57)).code == PAM_AUTH_ERR)
    _ = try UserStore(store.location).unlock(.all, of: store.user)
    #expect(try login(try Codes.code(58)).code == PAM_AUTH_ERR)
  }

  @Test func aPolicyThatDeniesItLeavesItToTheAdministrator() throws {
    try store.write(policy: "Mode mandatory", "Resync deny")
    try enrollToken()
    for counter in [57, 58, 59] as [UInt64] { #expect(try login(try Codes.code(counter)).code == PAM_AUTH_ERR) }
    #expect(try store.readState().devices.map(\.misses.count) == [3])
    let first = Array(try Codes.code(60).utf8)
    let second = Array(try Codes.code(61).utf8)
    let finding = try UserStore(store.location)
      .resynchronise(device: 1, of: store.user, first: first.span, second: second.span, now: UInt64(now))
    #expect(finding == .inCount(passedOver: 53))
    #expect(try login(try Codes.code(62)).code == PAM_SUCCESS)
  }

  @Test func whereTheStateCannotBeWrittenThePairLetsNobodyIn() throws {
    try enrollToken()
    #expect(try login(try Codes.code(57)).code == PAM_AUTH_ERR)
    let before = try Data(contentsOf: store.state)
    cs_host_fail(cs_host_fdatasync, 1, EIO)
    defer { cs_host_fail(cs_host_fdatasync, 0, 0) }
    let second = try login(try Codes.code(58))
    #expect(second.code == PAM_AUTHINFO_UNAVAIL && !second.log.contains("resynchronised"))
    #expect(try Data(contentsOf: store.state).count == before.count)
  }
}
