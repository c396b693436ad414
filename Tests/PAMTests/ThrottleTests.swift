import CPAM
import Countersign
import Foundation
import OATH
import Testing

/// Throttles stand apart for each device and for the recovery codes, and end by `unlock`; through the shipped module.
@Suite struct ThrottleTests {
  static let now: Int64 = 1_800_000_000

  let store: TemporaryStore
  let recoveryCodes: [String]

  init() throws {
    store = try TemporaryStore()
    try store.enroll(.totp(try #require(TOTPParameters())))
    recoveryCodes = try store.renewRecoveryCodes(created: UInt64(Self.now))
  }

  private func login(_ answer: String, at time: Int64 = Self.now) throws -> Int32 {
    try Login(store).answer(answer).authenticate(at: time)
  }

  private func miss(_ answer: String, times: Int) throws {
    for _ in 0..<times { #expect(try login(answer) == PAM_AUTH_ERR) }
    #expect(try login(answer) == PAM_MAXTRIES)
  }

  private var wrong: String {
    get throws { try Codes.wrong(near: UInt64(Self.now / 30) - 5...UInt64(Self.now / 30) + 70) }
  }

  private static let wrongRecoveryCode = "AAAA-AAAA-AAAA-AAAA"

  @Test("A phone that waits does not lock the recovery codes")
  func phoneWaits() throws {
    try miss(try wrong, times: 5)
    #expect(try login(try Codes.totp(at: Self.now)) == PAM_MAXTRIES)
    #expect(try login(recoveryCodes[0]) == PAM_SUCCESS)
    let state = try store.readState()
    #expect(state.devices.map(\.misses.count) == [5] && state.recoveryMisses.count == 0)
    #expect(try login(try Codes.totp(at: Self.now)) == PAM_MAXTRIES, "a recovery code says nothing about the phone")
  }

  @Test("Recovery codes that wait do not lock the phone")
  func recoveryCodesWait() throws {
    try miss(Self.wrongRecoveryCode, times: 5)
    #expect(try login(recoveryCodes[0]) == PAM_MAXTRIES)
    #expect(try login(try Codes.totp(at: Self.now)) == PAM_SUCCESS)
    #expect(try store.readState().recoveryMisses.count == 5)
    #expect(try login(recoveryCodes[0], at: Self.now + 30) == PAM_SUCCESS)
  }

  @Test("Each wait is twice the one before, up to the lock, and over at its second")
  func waits() throws {
    var last = Self.now
    for _ in 0..<5 { #expect(try login(wrong(at: last), at: last) == PAM_AUTH_ERR) }
    for (misses, wait) in [(5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 1_800), (11, 1_800)] as [(UInt32, Int64)] {
      let end = last + wait
      for time in [last, end - 1] {
        #expect(try login(try Codes.totp(at: time), at: time) == PAM_MAXTRIES, "\(misses) misses, \(end - time) s left")
      }
      #expect(try store.readState().devices.map(\.misses.count) == [misses])
      #expect(try login(wrong(at: end), at: end) == PAM_AUTH_ERR, "\(misses) misses, the wait is over")
      last = end
    }
    #expect(try store.readState().devices.map(\.misses.count) == [12])
    #expect(try login(try Codes.totp(at: last + 1_800), at: last + 1_800) == PAM_SUCCESS)
    #expect(try store.readState().devices.map(\.misses.count) == [0])
  }

  private func wrong(at time: Int64) throws -> String {
    try Codes.wrong(near: UInt64(time / 30) - 3...UInt64(time / 30) + 3)
  }

  @Test("An accepted recovery code forgets wrong ones, a used one does not")
  func recoveryCodeClears() throws {
    for _ in 0..<4 { #expect(try login(Self.wrongRecoveryCode) == PAM_AUTH_ERR) }
    #expect(try store.readState().recoveryMisses.count == 4)
    #expect(try login(recoveryCodes[6]) == PAM_SUCCESS)
    #expect(try store.readState().recoveryMisses.count == 0)
    for _ in 0..<2 { #expect(try login(Self.wrongRecoveryCode) == PAM_AUTH_ERR) }
    #expect(try login(recoveryCodes[6]) == PAM_AUTH_ERR)
    #expect(try store.readState().recoveryMisses.count == 2)
  }

  @Test("What is disabled stays so for ever, until it is unlocked", arguments: [
    .all, .device(1),
  ] as [UserStore.FactorScope])
  func unlock(scope: UserStore.FactorScope) throws {
    var time = Self.now
    for _ in 0..<100 {
      let near = UInt64(time / 30)
      #expect(try login(try Codes.wrong(near: near - 3...near + 3), at: time) == PAM_AUTH_ERR)
      time += 1_800
    }
    #expect(try login(try Codes.totp(at: time), at: time) == PAM_MAXTRIES)
    let later = time + 315_360_000
    #expect(try login(try Codes.totp(at: later), at: later) == PAM_MAXTRIES)
    let opened = try UserStore(store.location)
    let others = try opened.unlock(.recoveryCodes, of: store.user)
    #expect(others.isEmpty)
    #expect(try login(try Codes.totp(at: later), at: later) == PAM_MAXTRIES)
    let cleared = try opened.unlock(scope, of: store.user)
    #expect(cleared.map(\.misses.count) == [100])
    #expect(try login(try Codes.totp(at: later), at: later) == PAM_SUCCESS)
    #expect(try login(try Codes.totp(at: later), at: later) == PAM_AUTH_ERR)
  }

  @Test("Unlocking leaves used codes used")
  func usedCodes() throws {
    let code = try Codes.totp(at: Self.now)
    #expect(try login(code) == PAM_SUCCESS)
    #expect(try login(recoveryCodes[2]) == PAM_SUCCESS)
    try miss(try wrong, times: 5)
    try miss(Self.wrongRecoveryCode, times: 5)
    let opened = try UserStore(store.location)
    let cleared = try opened.unlock(.all, of: store.user)
    #expect(cleared.map(\.misses.count) == [5, 5])
    #expect(try login(code) == PAM_AUTH_ERR)
    #expect(try login(recoveryCodes[2]) == PAM_AUTH_ERR)
    #expect(try login(recoveryCodes[3]) == PAM_SUCCESS)
  }
}
