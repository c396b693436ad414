import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// Windows, drift, throttle, recovery codes and several devices, through the shipped module at injected times.
@Suite struct DeviceTests {
  let store: TemporaryStore
  let now: Int64 = 1_800_000_000

  init() throws {
    store = try TemporaryStore()
  }

  private func enroll(window: UInt32 = 1, name: String = "Phone", digits: DigitCount = .six) throws {
    try store.enroll(.totp(try #require(TOTPParameters(digits: digits, window: window))), name: name)
  }

  @discardableResult
  private func login(_ answer: String, at time: Int64? = nil) throws -> Int32 {
    try Login(store).answer(answer).authenticate(at: time ?? now)
  }

  @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)])
  func theWindowIsOneStepByDefault(_ steps: Int64, _ accepted: Bool) throws {
    try enroll()
    #expect(try login(try Codes.totp(at: now, steps: steps)) == (accepted ? PAM_SUCCESS : PAM_AUTH_ERR))
  }

  @Test(arguments: [(UInt32(0), Int64(0), true), (0, 1, false), (0, -1, false), (10, 10, true), (10, -10, true), (10, 11, false)])
  func theWindowCanBeSet(_ window: UInt32, _ steps: Int64, _ accepted: Bool) throws {
    try enroll(window: window)
    #expect(try login(try Codes.totp(at: now, steps: steps)) == (accepted ? PAM_SUCCESS : PAM_AUTH_ERR))
  }

  @Test func driftIsRememberedWhenTwoCodesInARowShowIt() throws {
    try enroll()
    #expect(try login(try Codes.totp(at: now, steps: -1)) == PAM_SUCCESS)
    #expect(try store.readState().devices.map(\.drift) == [0])
    #expect(try login(try Codes.totp(at: now + 60, steps: -1), at: now + 60) == PAM_SUCCESS)
    #expect(try store.readState().devices.map(\.drift) == [-1])
    #expect(try login(try Codes.totp(at: now + 120, steps: -2), at: now + 120) == PAM_SUCCESS)
  }

  @Test(arguments: [(UInt64(0), true), (10, true), (11, false)])
  func theLookAheadIsTenCounters(_ ahead: UInt64, _ accepted: Bool) throws {
    try store.enroll(.hotp(try #require(HOTPParameters())), next: 7)
    #expect(try login(try Codes.code(7 + ahead)) == (accepted ? PAM_SUCCESS : PAM_AUTH_ERR))
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [accepted ? 8 + ahead : 7])
  }

  @Test func fiveMissesWaitAndWhileWaitingNothingIsEvaluatedOrAdded() throws {
    try enroll()
    let step = UInt64(now / 30)
    let wrong = try Codes.wrong(near: step - 5...step + 10)
    for _ in 0..<5 { #expect(try login(wrong) == PAM_AUTH_ERR) }
    let before = try Data(contentsOf: store.state)
    let waiting = try Login(store).answer(try Codes.totp(at: now))
    #expect(waiting.authenticate(at: now + 29) == PAM_MAXTRIES)
    #expect(waiting.log.contains("throttled user=nobody"))
    #expect(waiting.log.contains("reason=too-many-wrong-codes until=\(now + 30)"))
    #expect(waiting.shown.contains("error|Too many wrong codes. Try again in 1 second."))
    #expect(try Data(contentsOf: store.state) == before)
    #expect(try login(try Codes.totp(at: now + 30), at: now + 30) == PAM_SUCCESS)
    #expect(try store.readState().devices.map(\.misses.count) == [0])
  }

  @Test func tenMissesLockForHalfAnHourAndAHundredDisable() throws {
    try enroll()
    var time = now
    for miss in 1...100 {
      let step = UInt64(time / 30)
      #expect(try login(try Codes.wrong(near: step - 3...step + 3), at: time) == PAM_AUTH_ERR, "miss \(miss)")
      if miss == 10 {
        #expect(try login(try Codes.totp(at: time + 1_799), at: time + 1_799) == PAM_MAXTRIES)
      }
      time += 1_800
    }
    let disabled = try Login(store).answer(try Codes.totp(at: time + 86_400))
    #expect(disabled.authenticate(at: time + 86_400) == PAM_MAXTRIES)
    #expect(disabled.log.contains("reason=disabled-after-wrong-codes"))
  }

  @Test func gdmGetsAnAnswerItsPromptSurvives() throws {
    try enroll()
    let wrong = try Codes.wrong(near: UInt64(now / 30) - 3...UInt64(now / 30) + 3)
    for _ in 0..<5 { try login(wrong) }
    let stack = "auth required MODULE root=ROOT"
    let login = try Login(store, stack: stack).answer(wrong)
    let service = store.root.appendingPathComponent("pam.d/gdm-password")
    try FileManager.default.copyItem(at: store.root.appendingPathComponent("pam.d/countersign-test"), to: service)
    login.set(cs_login_service, "gdm-password")
    #expect(login.authenticate(at: now) == PAM_AUTH_ERR)
    #expect(login.log.contains("throttled"))
  }

  @Test func recoveryCodesCountOnceEach() throws {
    try enroll()
    let codes = try RecoveryCodes()
    try UserStore(store.location).renew(recoveryCodes: codes, of: store.user, created: UInt64(now))
    var texts: [String] = []
    for index in 0..<RecoveryCodeSet.size {
      var text = try SecretBytes(capacity: 32)
      codes.write(index, to: &text)
      texts.append(text.bytes.indices.map { String(UnicodeScalar(text.bytes[$0])) }.joined())
    }
    #expect(Set(texts).count == 10)
    let first = try Login(store).answer(texts[3])
    #expect(first.authenticate(at: now) == PAM_SUCCESS)
    #expect(first.log.contains("accepted user=nobody"))
    #expect(first.log.contains("device=recovery:4 reason=recovery-code"))
    #expect(try login(texts[3]) == PAM_AUTH_ERR)
    #expect(try login(texts[4].lowercased().replacingOccurrences(of: "-", with: " ")) == PAM_SUCCESS)
    let forwarding = try Login(store, stack: "auth required MODULE root=ROOT forward_pass").answer("password" + texts[5])
    #expect(forwarding.authenticate(at: now) == PAM_SUCCESS)

    try UserStore(store.location).renew(recoveryCodes: try RecoveryCodes(), of: store.user, created: UInt64(now))
    #expect(try login(texts[0]) == PAM_AUTH_ERR)
  }

  @Test func theDeviceThatMatchesIsFoundWithoutAsking() throws {
    try enroll(name: "Phone", digits: .eight)
    try store.enroll(.hotp(try #require(HOTPParameters())), name: "Token", next: 100)
    let phone = try Login(store).answer(try Codes.code(UInt64(now / 30), digits: .eight))
    #expect(phone.authenticate(at: now) == PAM_SUCCESS)
    #expect(phone.log.contains("device=1:Phone reason=totp"))
    let token = try Login(store).answer(try Codes.code(100))
    #expect(token.authenticate(at: now) == PAM_SUCCESS)
    #expect(token.log.contains("device=2:Token reason=hotp"))
  }

  @Test func aDeviceThatHasExpiredIsRefusedLikeOneThatIsDisabled() throws {
    try enroll()
    let users = try UserStore(store.location)
    let code = try Codes.totp(at: now)
    try users.expire(device: 1, of: store.user, at: UInt64(now))
    let expired = try Login(store).answer(code)
    #expect(expired.authenticate(at: now) == PAM_AUTH_ERR)
    #expect(expired.log.contains("refused user=nobody"))
    #expect(expired.log.contains("device=1:Phone reason=expired-device"))
    try users.expire(device: 1, of: store.user, at: nil)
    try users.disable(device: 1, of: store.user, at: UInt64(now))
    let disabled = try Login(store).answer(code)
    #expect(disabled.authenticate(at: now) == PAM_AUTH_ERR && disabled.shown == expired.shown)
    try users.enable(device: 1, of: store.user)
    try users.expire(device: 1, of: store.user, at: UInt64(now + 1))
    #expect(try store.readState().devices.map(\.misses.count) == [0])
    #expect(try login(code) == PAM_SUCCESS)
  }

  /// A wrong code is looked for at 81 time steps or 201 counters of each device, besides its window; the bound leaves a
  /// slow machine room, and is far below what a person or a timeout of a login notices.
  @Test func aWrongCodeOfTwentyDevicesCostsLittle() throws {
    for number in 1...10 { try enroll(window: 10, name: "Phone \(number)") }
    for number in 1...UserRecord.mostDevices - 10 {
      try store.enroll(.hotp(try #require(HOTPParameters(lookAhead: 100))), name: "Token \(number)", next: 5)
    }
    #expect(throws: AdministrationFailure.tooManyDevices) { try enroll(name: "One more") }
    let step = UInt64(now / 30)
    let right = try Set((step - 50...step + 50).map { try Codes.code($0) } + (0...210).map { try Codes.code($0) })
    let wrong = try #require((100_000...101_000).map(String.init).first { !right.contains($0) })
    let clock = ContinuousClock()
    let times = try (0..<4).map { _ in
      let login = try Login(store).answer(wrong)
      return clock.measure { #expect(login.authenticate(at: now) == PAM_AUTH_ERR) }
    }
    #expect(try #require(times.min()) < .milliseconds(100), "\(times)")
    #expect(try store.readState().devices.map(\.misses.count) == [UInt32](repeating: 4, count: 20))
  }

  @Test func aCodeMayBeTypedInGroups() throws {
    try enroll()
    let code = try Codes.totp(at: now)
    #expect(try login(code.prefix(3) + " " + code.suffix(3)) == PAM_SUCCESS)
  }

  @Test func aRemovedUserIsRefusedEvenInTheMiddleOfALogin() throws {
    try enroll()
    let code = try Codes.totp(at: now)
    let store = self.store
    let login = try Login(store).answer(code)
    login.whileAsking { try? UserStore(store.location).remove(store.user) }
    #expect(login.authenticate(at: now) == PAM_AUTH_ERR)
    #expect(login.log.contains("reason=removed-meanwhile"))
    #expect(!FileManager.default.fileExists(atPath: store.state.path))
  }
}
