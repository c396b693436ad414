import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing
import VirtualKeys

/// Keys that type their codes, through the shipped module.
@Suite struct YubicoTests {
  let store: TemporaryStore
  let now: Int64 = 1_800_000_000
  private let device = "device=1:Key"

  init() throws {
    store = try TemporaryStore()
  }

  private func enroll(_ key: YubiKey) throws {
    let identity = try #require(PublicIdentity(key.publicIdentity))
    try store.enroll(.yubicoOTP(identity), name: "Key", secret: key.secret)
  }

  private func login(_ answer: String, stack: String = "auth required MODULE root=ROOT") throws -> (code: Int32, log: String) {
    let login = try Login(store, stack: stack).answer(answer)
    return (login.authenticate(at: now), login.log)
  }

  private func next() throws -> [UInt64] { try store.readState().devices.map(\.nextMovingFactor) }

  @Test func aCodeIsAcceptedOnceAndOnTheDiskBefore() throws {
    var key = YubiKey()
    try enroll(key)
    let code = key.touch()
    let first = try login(code)
    #expect(first.code == PAM_SUCCESS)
    #expect(first.log.contains("accepted user=nobody") && first.log.contains("\(device) reason=yubico-otp"))
    #expect(try next() == [1 << 8 | 1])
    let second = try login(code)
    #expect(second.code == PAM_AUTH_ERR)
    #expect(second.log.contains("\(device) reason=replayed-code"))
    #expect(!first.log.contains(code) && !second.log.contains(code))
  }

  @Test func aCodeThatIsNotOnTheDiskIsRefused() throws {
    var key = YubiKey()
    try enroll(key)
    let code = key.touch()
    cs_host_fail(cs_host_fdatasync, 1, EIO)
    #expect(try login(code).code == PAM_AUTHINFO_UNAVAIL)
    cs_host_fail(cs_host_fdatasync, 0, 0)
  }

  @Test func onlyHigherCountersAreAccepted() throws {
    var key = YubiKey()
    key.usageCounter = 20
    key.sessionUse = 7
    try enroll(key)
    #expect(try login(key.code).code == PAM_SUCCESS)
    key.sessionUse = 6
    #expect(try login(key.code).log.contains("reason=replayed-code"))
    (key.usageCounter, key.sessionUse) = (19, 255)
    #expect(try login(key.code).log.contains("reason=replayed-code"))
    #expect(try next() == [20 << 8 | 8])
    (key.usageCounter, key.sessionUse) = (20, 8)
    #expect(try login(key.code).code == PAM_SUCCESS)
    (key.usageCounter, key.sessionUse) = (21, 0)
    #expect(try login(key.code).code == PAM_SUCCESS)
    #expect(try next() == [21 << 8 | 1])
  }

  @Test func capitalsAndOtherLayoutsAreRead() throws {
    var key = YubiKey()
    try enroll(key)
    #expect(try login(key.touch().uppercased()).code == PAM_SUCCESS)
    let dvorak = Dictionary(uniqueKeysWithValues: zip("cbdefghijklnrtuv", "jxe.uidchtnbpygk"))
    #expect(try login(String(key.touch().compactMap { dvorak[$0] })).code == PAM_SUCCESS)
    let unknown = try login(key.touch().replacingOccurrences(of: "c", with: "ç"))
    #expect(unknown.code == PAM_AUTH_ERR && unknown.log.contains("reason=unknown-keyboard-layout"))
  }

  @Test func wrongAndForeignCodesMoveNothing() throws {
    var key = YubiKey()
    try enroll(key)
    #expect(try login(key.touch()).code == PAM_SUCCESS)
    var wrong = key
    wrong.usageCounter = 500
    wrong.checkValueFault = 0x8000
    #expect(try login(wrong.code).log.contains("reason=wrong-code"))
    wrong.checkValueFault = 0
    wrong.privateIdentity[5] ^= 1
    for _ in 0..<19 { #expect(try login(wrong.code).code != PAM_SUCCESS) }
    let state = try store.readState()
    #expect(state.devices.map(\.nextMovingFactor) == [1 << 8 | 1])
    #expect(state.devices.map(\.misses.count) == [5])
    var foreign = key
    foreign.publicIdentity[5] ^= 1
    let other = try login(foreign.touch())
    #expect(other.code == PAM_AUTH_ERR && other.log.contains("reason=code-of-another-key"))
    #expect(try store.readState() == state)
  }

  @Test func passwordAndCodeInOneAnswer() throws {
    var key = YubiKey()
    try enroll(key)
    let stack = "auth required MODULE root=ROOT forward_pass"
    #expect(try login("a password" + key.touch(), stack: stack).code == PAM_SUCCESS)
    #expect(try login(key.touch(), stack: stack).code == PAM_AUTH_ERR)
  }

  @Test func policyCountsKeysOrNot() throws {
    var key = YubiKey()
    try enroll(key)
    try store.write(policy: "Mode mandatory", "Factors totp,recovery")
    #expect(try login(key.touch()).log.contains("reason=not-a-code"))
    try store.write(policy: "Mode mandatory", "Factors yubico-otp")
    #expect(try login(key.touch()).code == PAM_SUCCESS)
  }
}
