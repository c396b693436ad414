import Testing

@testable import Countersign

/// What the helpdesk's commands do to the store.
@Suite struct HelpdeskStoreTests {
  let store: TemporaryStore
  let alice: UserName
  let root: UserName

  init() throws {
    store = try TemporaryStore()
    alice = try TestRecord.user("alice")
    root = try TestRecord.user("root")
  }

  private func issue(_ uid: UInt32 = 1_000) throws -> TemporaryCode {
    let code = try FreshTemporaryCode()
    let opened = try store.open()
    return try opened.issueTemporaryCode(
      code, to: alice, uid: uid, created: TestHelpdesk.time, until: TestHelpdesk.time + 900, by: root)
  }

  private func grant(_ uid: UInt32 = 1_000) throws -> Bypass {
    let opened = try store.open()
    return try opened.grantBypass(try TestHelpdesk.terms(), to: alice, uid: uid)
  }

  private func remember() throws {
    let opened = try store.open()
    try opened.change(alice) { (stored, _) throws(AdministrationFailure) in
      stored.state.remember(
        .terminal(Bytes.of("tty1")), service: Bytes.of("login"),
        rule: RememberRule(duration: 60, place: .either, serviceSet: 1), now: 5)
    }
  }

  private func expectUnchanged(
    _ failure: AdministrationFailure, _ body: (borrowing UserStore) throws(AdministrationFailure) -> Void
  ) throws {
    let before = try store.files()
    let opened = try store.open()
    var thrown: AdministrationFailure?
    do throws(AdministrationFailure) { try body(opened) } catch { thrown = error }
    #expect(thrown == failure)
    #expect(try store.holds(before))
  }

  private func stored() throws -> (record: UserRecord, state: UserState) {
    let opened = try store.open()
    return (try #require(try opened.record(of: alice)), try opened.state(of: alice))
  }

  @Test("A bypass is stored for who is enrolled and who is not, one number higher each time")
  func bypass() throws {
    #expect(try grant().number == 1)
    let bare = try stored()
    let expected = try TestHelpdesk.bypass(TestHelpdesk.terms())
    #expect(bare.record.bypass == expected && !bare.record.isEnrolled)
    #expect(bare.record.uid == 1_000 && bare.state.uses(of: expected) == 0)
    let opened = try store.open()
    try opened.enroll(alice)
    try opened.change(alice) { (stored, _) throws(AdministrationFailure) in
      if let bypass = stored.record?.bypass { stored.state.use(bypass) }
    }
    #expect(try stored().state.bypassUses == 1)
    #expect(try grant().number == 2)
    let after = try stored()
    #expect(after.record.devices.count == 1 && after.state.bypassUses == 0 && after.state.bypassNumber == 2)
  }

  @Test("A bypass that was revoked is over, and its old record too")
  func revoked() throws {
    let opened = try store.open()
    try opened.enroll(alice)
    let granted = try grant()
    let record = try store.files()[store.recordPath(alice)]
    #expect(try opened.revokeBypass(of: alice) == granted)
    #expect(try stored().record.bypass == nil)
    try store.folder.write(try #require(record), to: store.recordPath(alice))
    let old = try stored()
    #expect(old.record.bypass == granted && old.state.uses(of: granted) == nil)
    #expect(try grant().number > granted.number)
  }

  @Test("With what was revoked the files of who is not enrolled go")
  func revokedUnenrolled() throws {
    let opened = try store.open()
    _ = try grant()
    _ = try issue()
    try opened.revokeBypass(of: alice)
    #expect(try stored().record.temporary != nil)
    try opened.revokeTemporaryCode(of: alice)
    #expect(try store.files().isEmpty)
  }

  @Test("A temporary code is stored, replaced and revoked under ever higher numbers")
  func temporaryCode() throws {
    #expect(try issue().number == 1)
    let opened = try store.open()
    try opened.change(alice) { (stored, _) throws(AdministrationFailure) in
      stored.state.temporaryMisses.count = 50
    }
    let second = try issue()
    var now = try stored()
    #expect(second.number == 2 && now.record.temporary == second)
    #expect(now.state.temporaryUsed == 1 && now.state.temporaryMisses == MissCount() && !now.state.isUsed(second))
    try opened.enroll(alice)
    #expect(try opened.revokeTemporaryCode(of: alice) == second)
    now = try stored()
    #expect(now.record.temporary == nil && now.state.isUsed(second) && now.record.isEnrolled)
    #expect(try issue().number == 3)
  }

  @Test("Numbers end")
  func lastNumbers() throws {
    let opened = try store.open()
    try opened.enroll(alice)
    try opened.change(alice) { (stored, _) throws(AdministrationFailure) in
      stored.state.bypassNumber = .max - 1
      stored.state.temporaryUsed = .max - 1
    }
    #expect(try grant().number == .max)
    #expect(try issue().number == .max)
    let terms = try TestHelpdesk.terms()
    try expectUnchanged(.numbersUsedUp) { store throws(AdministrationFailure) in
      try store.grantBypass(terms, to: alice, uid: 1_000)
    }
    let code = try FreshTemporaryCode()
    try expectUnchanged(.numbersUsedUp) { store throws(AdministrationFailure) in
      try store.issueTemporaryCode(code, to: alice, uid: 1_000, created: 1, until: 2, by: root)
    }
    try opened.revokeBypass(of: alice)
    #expect(try stored().state.bypassNumber == .max)
  }

  @Test("What is not there, or is another's, is left alone")
  func failures() throws {
    let (terms, mark) = (try TestHelpdesk.terms(), try TestHelpdesk.reset())
    let code = try FreshTemporaryCode()
    let none: [(AdministrationFailure, (borrowing UserStore) throws(AdministrationFailure) -> Void)] = [
      (.noBypass, { store throws(AdministrationFailure) in try store.revokeBypass(of: alice) }),
      (.noTemporaryCode, { store throws(AdministrationFailure) in try store.revokeTemporaryCode(of: alice) }),
    ]
    let unknown: [(AdministrationFailure, (borrowing UserStore) throws(AdministrationFailure) -> Void)] = [
      (.notEnrolled, { store throws(AdministrationFailure) in try store.disable(device: 1, of: alice, at: 1) }),
      (.notEnrolled, { store throws(AdministrationFailure) in try store.enable(device: 1, of: alice) }),
      (.notEnrolled, { store throws(AdministrationFailure) in try store.reset(alice, mark) }),
      (.notEnrolled, { store throws(AdministrationFailure) in try store.forgetRemembered(of: alice) }),
    ]
    let others: [(AdministrationFailure, (borrowing UserStore) throws(AdministrationFailure) -> Void)] = [
      (.noSuchDevice, { store throws(AdministrationFailure) in try store.disable(device: 9, of: alice, at: 1) }),
      (.noSuchDevice, { store throws(AdministrationFailure) in try store.enable(device: 9, of: alice) }),
      (
        .store(.otherAccount(uid: 1_001)),
        { store throws(AdministrationFailure) in try store.grantBypass(terms, to: alice, uid: 1_001) }
      ),
      (
        .store(.otherAccount(uid: 1_001)),
        { store throws(AdministrationFailure) in
          try store.issueTemporaryCode(code, to: alice, uid: 1_001, created: 1, until: 2, by: root)
        }
      ),
      (
        .noTime,
        { store throws(AdministrationFailure) in
          try store.issueTemporaryCode(code, to: alice, uid: 1_000, created: 2, until: 2, by: root)
        }
      ),
    ]
    for (failure, body) in none + unknown { try expectUnchanged(failure, body) }
    let opened = try store.open()
    try opened.enroll(alice)
    for (failure, body) in none + others { try expectUnchanged(failure, body) }
  }

  @Test("A device is disabled and enabled; doing it again does nothing")
  func switching() throws {
    let opened = try store.open()
    try opened.enroll(alice, name: "Phone")
    try opened.enroll(alice, name: "Token")
    try remember()
    let before = try stored()
    #expect(try opened.disable(device: 2, of: alice, at: 77) == .done)
    var now = try stored()
    #expect(now.record.devices.map(\.disabled) == [nil, 77] && now.state.remembered.isEmpty)
    #expect(now.state.devices == before.state.devices)
    try remember()
    let files = try store.files()
    #expect(try opened.disable(device: 2, of: alice, at: 99) == .needless)
    #expect(try opened.enable(device: 1, of: alice) == .needless)
    #expect(try store.holds(files))
    #expect(try opened.enable(device: 2, of: alice) == .done)
    now = try stored()
    #expect(now.record == before.record && now.state.remembered.count == 1)
  }

  @Test("A reset takes everything that lets in, and the next enrolment ends it")
  func reset() throws {
    let opened = try store.open()
    let codes = try RecoveryCodes()
    try opened.enroll(alice, name: "Phone", codes: try codes.hashed())
    try opened.enroll(alice, name: "Token")
    let (bypass, temporary) = (try grant(), try issue())
    try remember()
    let before = try stored()
    let mark = try TestHelpdesk.reset()
    #expect(try opened.reset(alice, mark) == before.record.devices)
    let now = try stored()
    #expect(!now.record.isEnrolled && now.record.reset == mark && now.record.uid == 1_000)
    #expect(now.record.recovery == nil && now.record.bypass == nil && now.record.temporary == nil)
    #expect(now.state.remembered.isEmpty && now.state.uses(of: bypass) == nil && now.state.isUsed(temporary))
    let set = try #require(before.record.recovery)
    #expect(now.state.usedCodes(of: set) == 0b11_1111_1111)
    #expect(try opened.reset(alice, mark).isEmpty)
    #expect(try opened.enroll(alice).id == 3)
    #expect(try stored().record.reset == nil)
  }

  @Test("Removing the last device leaves what else there is, and none of the recovery codes")
  func lastDevice() throws {
    let opened = try store.open()
    let codes = try RecoveryCodes()
    try opened.enroll(alice, codes: try codes.hashed())
    _ = try grant()
    try remember()
    let set = try #require(try stored().record.recovery)
    try opened.remove(device: 1, of: alice, allowLast: true)
    let now = try stored()
    #expect(now.record.bypass != nil && now.record.recovery == nil && now.state.remembered.isEmpty)
    #expect(now.state.usedCodes(of: set) == 0b11_1111_1111)
    try expectUnchanged(.notEnrolled) { store throws(AdministrationFailure) in
      try store.renew(recoveryCodes: codes, of: alice, created: 1)
    }
    try opened.enroll(alice)
    try opened.renew(recoveryCodes: codes, of: alice, created: 1)
    #expect(try stored().record.recovery?.number == 2)
  }

  @Test("What was remembered is forgotten when asked")
  func forgetting() throws {
    let opened = try store.open()
    try opened.enroll(alice)
    try remember()
    let before = try stored()
    #expect(try opened.forgetRemembered(of: alice) == before.state.remembered)
    #expect(try stored().state.remembered.isEmpty)
    let files = try store.files()
    #expect(try opened.forgetRemembered(of: alice).isEmpty)
    #expect(try store.holds(files))
  }
}
