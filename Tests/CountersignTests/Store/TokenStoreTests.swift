import CTestHost
import Foundation
import OATH
import Testing

@testable import Countersign

/// The inventory of hardware tokens: who has one, whatever fails.
@Suite struct TokenStoreTests {
  static let tokens = "var/lib/countersign/tokens"

  let store: TemporaryStore
  let serial: TokenSerial
  let alice: UserName
  let bob: UserName

  init() throws {
    store = try TemporaryStore()
    serial = try #require(TokenSerial(Bytes.of("12345678")))
    alice = try TestRecord.user("alice")
    bob = try TestRecord.user("bob")
  }

  private func stock(
    _ kind: DeviceKind = TestRecord.hotp(), next: UInt64 = 0, secret: [UInt8] = TestRecord.secret
  ) throws -> AddedToken {
    let secret = try SecretBytes(copying: secret.span)
    return try store.open().addToken(
      NewToken(serial: serial, kind: kind, added: TestRecord.created, nextMovingFactor: next), secret: secret)
  }

  private func assign(
    _ opened: borrowing UserStore, to user: UserName, shown: UInt64? = nil
  ) throws(AdministrationFailure) -> Device {
    guard let name = DeviceName(serial.bytes), let root = UserName(Bytes.of("root")) else { throw .noSuchDevice }
    let terms = UserStore.AssignmentTerms(
      name: name, by: root, now: TestRecord.created, shown: shown.map { (nextMovingFactor: $0, drift: 0) })
    return try opened.assign(serial, to: user, uid: 1_000, terms)
  }

  private func standing(_ opened: borrowing UserStore) throws -> TokenStanding {
    let token = try opened.token(serial)
    return opened.standing(of: try #require(token))
  }

  @Test("A token is added once, sealed, and opens for its serial number only")
  func add() throws {
    guard case .added(let token) = try stock() else { throw Skipped() }
    guard case .alreadyThere(token) = try stock() else { throw Skipped() }
    #expect(throws: AdministrationFailure.serialTaken) { _ = try stock(secret: Bytes.of("another secret, 20 b")) }
    #expect(throws: AdministrationFailure.serialTaken) { _ = try stock(TestRecord.totp()) }
    let opened = try store.open()
    let secret = try opened.secret(of: serial)
    #expect(Bytes.copy(secret.bytes) == TestRecord.secret)
    #expect(try store.folder.mode(of: Self.tokens) == 0o700)
    // Under another name it is another token's.
    let content = try store.folder.read(Self.tokens + "/12345678")
    try store.folder.write(content, to: Self.tokens + "/8")
    let other = try #require(TokenSerial(Bytes.of("8")))
    #expect(throws: StoreFailure.malformedToken(.otherUser)) { _ = try opened.token(other) }
  }

  struct Skipped: Error {}

  @Test("An assigned token is its user's device, with the codes it has, and nobody else's")
  func assign() throws {
    _ = try stock(next: 5)
    let opened = try store.open()
    let device = try assign(opened, to: alice, shown: 9)
    #expect(device.serial == serial && device.name.bytes == serial.bytes)
    let secret = try opened.secret(of: device, of: alice)
    #expect(Bytes.copy(secret.bytes) == TestRecord.secret)
    #expect(try opened.state(of: alice).device(device.id)?.nextMovingFactor == 9)
    #expect(throws: AdministrationFailure.tokenInUse(alice)) { _ = try assign(opened, to: bob, shown: 9) }
    #expect(throws: AdministrationFailure.tokenInUse(alice)) { try opened.removeToken(serial) }
    guard case .assigned(let assignment) = try standing(opened) else { throw Skipped() }
    #expect(assignment.user == alice && assignment.device == device.id)
  }

  @Test("What the inventory knows as used stays used, whatever a code has shown")
  func usedCodes() throws {
    _ = try stock(next: 5)
    let opened = try store.open()
    let device = try assign(opened, to: alice, shown: 3)
    #expect(try opened.state(of: alice).device(device.id)?.nextMovingFactor == 5)
  }

  @Test("A token comes back with its counter and its drift, as the logins left them")
  func comesBack() throws {
    _ = try stock(TestRecord.totp())
    let opened = try store.open()
    let device = try assign(opened, to: alice)
    var locked = try opened.lockState(of: alice)
    var state = locked.state
    var used = try #require(state.device(device.id))
    (used.nextMovingFactor, used.drift) = (77, -3)
    state.set(used)
    try locked.record(state)
    _ = consume locked
    try opened.remove(device: device.id, of: alice, allowLast: true)
    #expect(try standing(opened) == .free)
    let token = try #require(try opened.token(serial))
    #expect(token.nextMovingFactor == 77 && token.drift == -3)
    let next = try assign(opened, to: bob)
    let given = try #require(try opened.state(of: bob).device(next.id))
    #expect(given.nextMovingFactor == 77 && given.drift == -3)
  }

  @Test("A token stays with its user while other devices come and go")
  func stays() throws {
    _ = try stock()
    let opened = try store.open()
    _ = try assign(opened, to: alice)
    let other = try opened.enroll(alice, name: "Phone")
    try opened.rename(device: 1, of: alice, to: try TestRecord.name("Blue"))
    try opened.remove(device: other.id, of: alice, allowLast: false)
    guard case .assigned = try standing(opened) else { throw Skipped() }
  }

  @Test("Whatever call fails, the token has one owner or none, and what the command said is true", arguments: [
    cs_host_openat, cs_host_pread, cs_host_pwrite, cs_host_fsync, cs_host_fdatasync, cs_host_renameat,
    cs_host_unlinkat, cs_host_fchmod, cs_host_flock, cs_host_getrandom,
  ])
  func faults(call: cs_host_call) throws {
    var failures = 0
    for nth in Int32(1)...60 {
      try? FileManager.default.removeItem(at: store.folder[Self.tokens])
      for user in [alice, bob] {
        try? FileManager.default.removeItem(at: store.folder[store.recordPath(user)])
        try? FileManager.default.removeItem(at: store.folder[store.statePath(user)])
      }
      _ = try stock()
      let opened = try store.open()
      try opened.enroll(alice)
      cs_host_fail(call, nth, EIO)
      let device = try? assign(opened, to: alice, shown: 1)
      let failedAssigning = cs_host_count(call) >= nth
      cs_host_fail(call, 0, 0)
      try expectOneOwner(opened, "assigning, call \(nth)")
      if failedAssigning { failures += 1 }
      if device != nil { #expect(try isWith(alice, opened), "assigning, call \(nth)") }
      guard try isWith(alice, opened) else {
        // It can be given again, to anybody who has not got it.
        _ = try assign(opened, to: bob, shown: 1)
        #expect(try isWith(bob, opened))
        continue
      }
      let id = try #require(try opened.record(of: alice)?.devices.last).id
      cs_host_fail(call, nth, EIO)
      let isBack = (try? opened.remove(device: id, of: alice, allowLast: true)) != nil
      let failedReturning = cs_host_count(call) >= nth
      cs_host_fail(call, 0, 0)
      try expectOneOwner(opened, "returning, call \(nth)")
      if isBack { #expect(try !isWith(alice, opened), "returning, call \(nth)") }
      guard failedReturning || failedAssigning else { break }
    }
    #expect(failures > 0)
  }

  private func isWith(_ user: UserName, _ opened: borrowing UserStore) throws -> Bool {
    try opened.record(of: user)?.devices.contains { $0.serial == serial } ?? false
  }

  private func expectOneOwner(_ opened: borrowing UserStore, _ what: String) throws {
    let owners = try [alice, bob].filter { try isWith($0, opened) }
    #expect(owners.count <= 1, "\(what)")
    switch try standing(opened) {
    case .assigned(let assignment): #expect(owners == [assignment.user], "\(what)")
    case .free, .left: #expect(owners.isEmpty, "\(what)")
    }
  }

  @Test("Rotating the host key takes the tokens along, and keeps the old key for one that cannot be read")
  func rotation() throws {
    _ = try stock()
    let before = try store.folder.read(Self.tokens + "/12345678")
    let outcome = try KeyRotation(store.location).run()
    #expect(outcome.finished?.records == 1 && outcome.finished?.resealed == 1, "\(outcome)")
    let secret = try store.open().secret(of: serial)
    #expect(Bytes.copy(secret.bytes) == TestRecord.secret)
    try store.folder.write(before, to: Self.tokens + "/12345678")
    let unreadable = UnreadableRecord(serial: serial, failure: .malformedToken(.notAuthentic))
    guard case .oldKeyKept(_, [unreadable]) = try KeyRotation(store.location).run() else { throw Skipped() }
  }

  @Test("Tokens are found while the host key is being replaced")
  func rotationUnderWay() throws {
    _ = try stock()
    let opened = try store.open()
    _ = try KeyRotation(store.location).run()
    let secret = try opened.secret(of: serial)
    #expect(Bytes.copy(secret.bytes) == TestRecord.secret)
    #expect(try assign(opened, to: alice).serial == serial)
  }
}
