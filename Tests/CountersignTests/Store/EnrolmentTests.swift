import OATH
import Testing

@testable import Countersign

@Suite struct EnrolmentTests {
  let store: TemporaryStore
  let alice: UserName

  init() throws {
    store = try TemporaryStore(lockWait: 5)
    alice = try TestRecord.user("alice")
  }

  /// What went wrong, if anything did.
  private func failure(
    _ body: (borrowing UserStore) throws(AdministrationFailure) -> Void
  ) throws -> AdministrationFailure? {
    let opened = try store.open()
    do throws(AdministrationFailure) { try body(opened) } catch { return error }
    return nil
  }

  private func expectUnchanged(
    _ expected: AdministrationFailure, _ body: (borrowing UserStore) throws(AdministrationFailure) -> Void
  ) throws {
    let before = try store.files()
    #expect(try failure(body) == expected)
    #expect(try store.holds(before))
  }

  @Test("The first device enrols, the second is added")
  func devices() throws {
    let opened = try store.open()
    #expect(try opened.record(of: alice) == nil)
    let first = try opened.enroll(alice, name: "Phone", next: 7)
    let second = try opened.enroll(alice, TestRecord.hotp(), name: "Token", next: .max)
    #expect(first.id == 1 && second.id == 2)
    let record = try #require(try opened.record(of: alice))
    #expect(record.devices == [first, second])
    #expect(record.uid == 1_000 && record.recovery == nil)
    let state = try opened.state(of: alice)
    #expect(state.devices.map(\.id) == [1, 2])
    #expect(state.devices.map(\.nextMovingFactor) == [7, .max])
    let secret = try opened.secret(of: second, of: alice)
    #expect(Bytes.copy(secret.bytes) == TestRecord.secret)
    #expect(try store.folder.mode(of: store.recordPath(alice)) == 0o600)
    #expect(try store.folder.mode(of: store.statePath(alice)) == 0o600)
  }

  @Test("The drift found at enrolment is remembered")
  func drift() throws {
    let opened = try store.open()
    let new = UserStore.NewDevice(
      kind: TestRecord.totp(), name: try TestRecord.name("x"), created: 1, nextMovingFactor: 2, drift: -7)
    let secret = TestRecord.secret
    try opened.enroll(alice, uid: 1, device: new, secret: secret.span)
    #expect(try opened.state(of: alice).devices.map(\.drift) == [-7])
    #expect(try opened.state(of: alice).devices.map(\.referenceDrift) == [-7])
  }

  @Test("A name is given once, an account has one uid, a secret has a length")
  func refusals() throws {
    let opened = try store.open()
    try opened.enroll(alice, name: "Phone")
    try expectUnchanged(.nameTaken) { store throws(AdministrationFailure) in try store.enroll(alice, name: "Phone") }
    try expectUnchanged(.store(.otherAccount(uid: 1_001))) { store throws(AdministrationFailure) in
      try store.enroll(alice, name: "Token", uid: 1_001)
    }
    let new = UserStore.NewDevice(
      kind: TestRecord.totp(), name: try TestRecord.name("x"), created: 1, nextMovingFactor: 0)
    for length in [0, 129] {
      let secret = [UInt8](repeating: 1, count: length)
      try expectUnchanged(.store(.seal(.badLength))) { store throws(AdministrationFailure) in
        try store.enroll(alice, uid: 1_000, device: new, secret: secret.span)
      }
    }
  }

  @Test("Twenty devices are the most, and one that was removed makes room")
  func mostDevices() throws {
    let opened = try store.open()
    for index in 1...20 { try opened.enroll(alice, name: "Device \(index)") }
    try expectUnchanged(.tooManyDevices) { store throws(AdministrationFailure) in
      try store.enroll(alice, name: "one more")
    }
    try opened.remove(device: 3, of: alice, allowLast: false)
    #expect(try opened.enroll(alice, name: "Device 3").id == 21)
    let state = try opened.state(of: alice)
    #expect(state.devices.map(\.id).sorted() == Array(1...21).filter { $0 != 3 })
    try expectUnchanged(.tooManyDevices) { store throws(AdministrationFailure) in
      try store.enroll(alice, name: "one more")
    }
  }

  @Test("Users do not meet, however their names look")
  func users() throws {
    let opened = try store.open()
    let names = ["alice", "Alice", ".", "..", "a/b", "caf\u{E9}", "cafe\u{301}", "%2E"]
    for (index, name) in names.enumerated() {
      try opened.enroll(try TestRecord.user(name), name: name == "." ? "dot" : "x", next: UInt64(index))
    }
    for (index, name) in names.enumerated() {
      let user = try TestRecord.user(name)
      #expect(try opened.record(of: user)?.user == user)
      #expect(try opened.state(of: user).devices.map(\.nextMovingFactor) == [UInt64(index)])
    }
    let sorted = names.map(Bytes.of).sorted { $0.lexicographicallyPrecedes($1) }
    #expect(try opened.userNames().map(\.bytes) == sorted)
  }

  @Test("Names that are not ours are passed over in the list")
  func foreignNames() throws {
    let opened = try store.open()
    try opened.enroll(alice)
    for name in [".new", "%61lice", "a b", "bob~", "%2e"] {
      try store.folder.write("x", to: "\(TemporaryStore.users)/\(name)")
    }
    #expect(try opened.userNames() == [alice])
  }

  @Test("A device may go unless it is the last")
  func removingDevices() throws {
    let opened = try store.open()
    try opened.enroll(alice, name: "Phone")
    try opened.enroll(alice, name: "Token")
    try expectUnchanged(.noSuchDevice) { store throws(AdministrationFailure) in
      try store.remove(device: 3, of: alice, allowLast: true)
    }
    try opened.remove(device: 1, of: alice, allowLast: false)
    #expect(try opened.record(of: alice)?.devices.map(\.id) == [2])
    try expectUnchanged(.lastDevice) { store throws(AdministrationFailure) in
      try store.remove(device: 2, of: alice, allowLast: false)
    }
    try opened.remove(device: 2, of: alice, allowLast: true)
    #expect(try opened.record(of: alice) == nil)
    #expect(try store.files().isEmpty)
  }

  @Test("Removing a user removes everything, and only of this user")
  func removingUsers() throws {
    let opened = try store.open()
    let bob = try TestRecord.user("bob")
    try opened.enroll(bob)
    let others = try store.files()
    try opened.enroll(alice, codes: TestRecord.recovery().codes)
    try opened.enroll(alice, name: "Token")
    try opened.remove(alice)
    #expect(try store.holds(others))
    #expect(try opened.enroll(alice).id == 1)
    #expect(try opened.record(of: alice)?.recovery == nil)
  }

  @Test("A name may change to one that is free")
  func renaming() throws {
    let opened = try store.open()
    try opened.enroll(alice, name: "Phone", next: 5)
    try opened.enroll(alice, name: "Token")
    let token = try TestRecord.name("Token")
    try expectUnchanged(.nameTaken) { store throws(AdministrationFailure) in
      try store.rename(device: 1, of: alice, to: token)
    }
    try expectUnchanged(.noSuchDevice) { store throws(AdministrationFailure) in
      try store.rename(device: 9, of: alice, to: token)
    }
    let before = try store.files()
    try opened.rename(device: 2, of: alice, to: token)
    #expect(try store.holds(before))
    try opened.rename(device: 1, of: alice, to: try TestRecord.name("Old phone"))
    let device = try #require(try opened.record(of: alice)?.devices.first)
    #expect(Bytes.text(device.name.bytes) == "Old phone")
    #expect(try opened.secret(of: device, of: alice).count == 20)
    #expect(try opened.state(of: alice).devices.first?.nextMovingFactor == 5)
  }

  @Test("Nothing can be changed about somebody who is not enrolled")
  func notEnrolled() throws {
    let name = try TestRecord.name("x")
    let codes = try RecoveryCodes()
    try expectUnchanged(.notEnrolled) { store throws(AdministrationFailure) in try store.remove(alice) }
    try expectUnchanged(.notEnrolled) { store throws(AdministrationFailure) in
      try store.remove(device: 1, of: alice, allowLast: true)
    }
    try expectUnchanged(.notEnrolled) { store throws(AdministrationFailure) in
      try store.rename(device: 1, of: alice, to: name)
    }
    try expectUnchanged(.notEnrolled) { store throws(AdministrationFailure) in
      try store.renew(recoveryCodes: codes, of: alice, created: 1)
    }
  }

  @Test("Each set of recovery codes has a higher number than all before")
  func recoveryNumbers() throws {
    let opened = try store.open()
    let codes = try RecoveryCodes()
    try opened.enroll(alice, codes: TestRecord.recovery().codes)
    #expect(try opened.record(of: alice)?.recovery?.number == 1)
    try opened.renew(recoveryCodes: codes, of: alice, created: 77)
    let second = try #require(try opened.record(of: alice)?.recovery)
    #expect(second.number == 2 && second.created == 77 && second.codes.count == 10)
    #expect(Set(second.codes.map(\.salt)).count == 10)
    try setState { state in
      state.recoverySet = 40
      state.recoveryUsed = 3
      state.recoveryMisses.count = 9
    }
    try opened.renew(recoveryCodes: codes, of: alice, created: 78)
    #expect(try opened.record(of: alice)?.recovery?.number == 41)
    #expect(try opened.state(of: alice).recoveryMisses == MissCount())
    try setState { $0.recoverySet = .max }
    try expectUnchanged(.tooManyDevices) { store throws(AdministrationFailure) in
      try store.renew(recoveryCodes: codes, of: alice, created: 79)
    }
  }

  private func setState(_ change: (inout UserState) -> Void) throws {
    let opened = try store.open()
    var locked = try opened.lockState(of: alice)
    var state = locked.state
    change(&state)
    try locked.record(state)
  }
}
