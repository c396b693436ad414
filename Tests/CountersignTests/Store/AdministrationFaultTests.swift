import CTestHost
import Foundation
import Testing

@testable import Countersign

/// Every system call of every change is made to fail once: what is left is the old user or the new one.
@Suite struct AdministrationFaultTests {
  typealias Change = @Sendable (borrowing UserStore, UserName) throws(AdministrationFailure) -> Void

  static let calls = [
    cs_host_openat, cs_host_pread, cs_host_pwrite, cs_host_fsync, cs_host_fdatasync, cs_host_renameat,
    cs_host_unlinkat, cs_host_fchmod, cs_host_flock, cs_host_getrandom,
  ]

  let store: TemporaryStore
  let alice: UserName

  init() throws {
    store = try TemporaryStore()
    alice = try TestRecord.user("alice")
  }

  /// Makes the change with the nth call failing, for all n there are; `check` sees each failure.
  ///
  /// - Returns: how many calls were made to fail.
  private func sweep(
    _ call: cs_host_call, prepare: Change, change: Change, check: (borrowing UserStore, Int32) throws -> Void
  ) throws -> Int32 {
    for nth in Int32(1)... {
      let opened = try store.open()
      try prepare(opened, alice)
      cs_host_fail(call, nth, EIO)
      var failure: AdministrationFailure?
      do throws(AdministrationFailure) { try change(opened, alice) } catch { failure = error }
      let wasMade = cs_host_count(call) >= nth
      cs_host_fail(call, 0, 0)
      guard wasMade else {
        #expect(failure == nil)
        return nth - 1
      }
      #expect(failure != nil, "call \(nth)")
      #expect(try store.folder.names(in: TemporaryStore.users).isSubset(of: ["alice"]), "call \(nth)")
      #expect(try store.folder.names(in: TemporaryStore.states).isSubset(of: ["alice"]), "call \(nth)")
      try check(opened, nth)
      try? FileManager.default.removeItem(at: store.folder[store.recordPath(alice)])
      try? FileManager.default.removeItem(at: store.folder[store.statePath(alice)])
    }
    return 0
  }

  @Test("A failed enrolment leaves nothing", arguments: calls)
  func enrolment(call: cs_host_call) throws {
    let failures = try sweep(call) { _, _ throws(AdministrationFailure) in
    } change: { store, user throws(AdministrationFailure) in
      try store.enroll(user, codes: TestRecord.recovery().codes)
    } check: { _, nth in
      let files = try store.files().keys.sorted()
      #expect(files.isEmpty, "call \(nth)")
    }
    let isUsed = call != cs_host_fdatasync
    #expect((failures > 0) == isUsed)
  }

  /// What may fail for somebody who is enrolled.
  static let everyChange: [(String, Change)] = [
    ("second device", { store, user throws(AdministrationFailure) in try store.enroll(user, name: "Token") }),
    (
      "rename",
      { store, user throws(AdministrationFailure) in
        try store.rename(device: 1, of: user, to: try AdministrationFaultTests.name())
      }
    ),
    (
      "new recovery codes",
      { store, user throws(AdministrationFailure) in
        try store.renew(recoveryCodes: try AdministrationFaultTests.codes(), of: user, created: 5)
      }
    ),
    (
      "fewer devices",
      { store, user throws(AdministrationFailure) in
        try store.remove(device: 2, of: user, allowLast: false)
      }
    ),
    ("removal", { store, user throws(AdministrationFailure) in try store.remove(user) }),
  ]

  private static func name() throws(AdministrationFailure) -> DeviceName {
    guard let name = DeviceName(Bytes.of("other")) else { throw .nameTaken }
    return name
  }

  private static func codes() throws(AdministrationFailure) -> RecoveryCodes {
    do { return try RecoveryCodes() } catch { throw .store(.system(.record, error)) }
  }

  @Test("A failed change leaves the old user or the new one", arguments: calls, everyChange.indices)
  func changes(call: cs_host_call, index: Int) throws {
    let (name, change) = Self.everyChange[index]
    _ = try sweep(call) { store, user throws(AdministrationFailure) in
      try store.enroll(user, name: "Phone", next: 3, codes: TestRecord.recovery().codes)
      try store.enroll(user, TestRecord.hotp(), name: "Second", next: 4)
    } change: { store, user throws(AdministrationFailure) in
      try change(store, user)
    } check: { opened, nth in
      // Only what fails behind the new name or the removal can have changed something.
      let mayBeDone = call == cs_host_fsync || (call == cs_host_unlinkat && name == "removal")
      guard let record = try opened.record(of: alice) else {
        #expect(mayBeDone && name == "removal", "call \(nth)")
        try opened.enroll(alice)
        return
      }
      let state = try opened.state(of: alice)
      for device in record.devices {
        #expect(state.device(device.id) != nil, "call \(nth)")
        #expect(try opened.secret(of: device, of: alice).count == 20)
      }
      #expect(state.device(1)?.nextMovingFactor == 3 && state.device(2)?.nextMovingFactor == 4)
      let isOld =
        record.devices.map { Bytes.text($0.name.bytes) } == ["Phone", "Second"] && record.recovery?.number == 1
      #expect(isOld || mayBeDone, "call \(nth)")
    }
  }

  /// What takes something away, or puts something in the place of what was there.
  static let helpdeskChanges: [(String, Change)] = [
    (
      "reset",
      { store, user throws(AdministrationFailure) in
        try store.reset(user, try AdministrationFaultTests.helpdesk { try TestHelpdesk.reset() })
      }
    ),
    (
      "bypass",
      { store, user throws(AdministrationFailure) in
        let terms = try AdministrationFaultTests.helpdesk { try TestHelpdesk.terms() }
        try store.grantBypass(terms, to: user, uid: 1_000)
      }
    ),
    (
      "temporary code", { store, user throws(AdministrationFailure) in try AdministrationFaultTests.issue(store, user) }
    ),
    ("no bypass", { store, user throws(AdministrationFailure) in try store.revokeBypass(of: user) }),
    ("no temporary code", { store, user throws(AdministrationFailure) in try store.revokeTemporaryCode(of: user) }),
    (
      "no device", { store, user throws(AdministrationFailure) in try store.remove(device: 1, of: user, allowLast: true) }
    ),
  ]

  private static func helpdesk<Value>(_ make: () throws -> Value) throws(AdministrationFailure) -> Value {
    do { return try make() } catch { throw .noTime }
  }

  private static func issue(_ store: borrowing UserStore, _ user: UserName) throws(AdministrationFailure) {
    let code: FreshTemporaryCode
    do throws(SystemFailure) { code = try FreshTemporaryCode() } catch { throw .store(.system(.record, error)) }
    let root = try helpdesk { try TestRecord.user("root") }
    try store.issueTemporaryCode(code, to: user, uid: 1_000, created: 100, until: 1_000, by: root)
  }

  @Test(
    "While the old record is there, its recovery codes, bypass and temporary code count",
    arguments: calls, helpdeskChanges.indices)
  func retirement(call: cs_host_call, index: Int) throws {
    let (name, change) = Self.helpdeskChanges[index]
    _ = try sweep(call) { store, user throws(AdministrationFailure) in
      try store.enroll(user, codes: TestRecord.recovery().codes)
      let terms = try AdministrationFaultTests.helpdesk { try TestHelpdesk.terms() }
      try store.grantBypass(terms, to: user, uid: 1_000)
      try AdministrationFaultTests.issue(store, user)
    } change: { store, user throws(AdministrationFailure) in
      try change(store, user)
    } check: { opened, nth in
      let record = try #require(try opened.record(of: alice), "\(name), call \(nth)")
      let state = try opened.state(of: alice)
      if let recovery = record.recovery { #expect(state.usedCodes(of: recovery) == 0, "\(name), call \(nth)") }
      if let bypass = record.bypass { #expect(state.uses(of: bypass) == 0, "\(name), call \(nth)") }
      if let temporary = record.temporary { #expect(!state.isUsed(temporary), "\(name), call \(nth)") }
    }
  }
}
