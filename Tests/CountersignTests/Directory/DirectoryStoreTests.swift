import Foundation
import OATH
import Testing

@testable import Countersign

/// Users in a directory: what a store makes of it, and of whatever goes wrong.
@Suite struct DirectoryStoreTests {
  static let now: UInt64 = 1_800_000_000

  let directory: StandInDirectory
  let alice: UserName

  init() throws {
    directory = try StandInDirectory()
    alice = try TestRecord.user("alice")
  }

  private func failure(_ body: (borrowing UserStore) throws -> Void) throws -> StoreFailure? {
    let opened = try directory.open()
    do {
      try body(opened)
      return nil
    } catch AdministrationFailure.store(let failure) {
      return failure
    } catch let failure as StoreFailure {
      return failure
    }
  }

  @Test("A user is enrolled, read, changed and removed there, and no file of theirs is here")
  func life() throws {
    let opened = try directory.open()
    #expect(try opened.record(of: alice) == nil)
    try opened.enroll(alice)
    #expect(try directory.generation(of: alice) == 1)
    try opened.enroll(alice, name: "Tablet")
    #expect(try directory.generation(of: alice) == 2)
    let other = try directory.open()
    #expect(try other.record(of: alice)?.devices.count == 2)
    #expect(try other.userNames() == [alice])
    let device = try #require(try other.record(of: alice)?.devices.first)
    let secret = try other.secret(of: device, of: alice)
    let bytes = Bytes.copy(secret.bytes)
    #expect(bytes == TestRecord.secret)
    try other.remove(alice)
    #expect(try opened.record(of: alice) == nil)
    #expect(try directory.store.holds([:]))
  }

  @Test("Of two who have read the same, one writes, and the other one works its change out anew")
  func overtaken() throws {
    let one = try directory.open()
    let other = try directory.open()
    try one.enroll(alice)
    var locked = try one.lockState(of: alice)
    var faster = try other.lockState(of: alice)
    var state = faster.state
    state.recoverySet = 7
    try faster.record(state)
    #expect(throws: StoreFailure.overtaken) { try locked.record(locked.state) }
    try directory.plan("w overtaken", "w overtaken", "w overtaken")
    try one.enroll(alice, name: "Tablet")
    #expect(try one.record(of: alice)?.devices.count == 2)
    #expect(try one.state(of: alice).recoverySet == 7)
    #expect(try directory.orders().filter { $0 == "w" }.count == 4)
  }

  @Test("Whoever is overtaken without end gives up within the bound and has changed nothing")
  func overtakenForEver() throws {
    try directory.open().enroll(alice)
    let generation = try directory.generation(of: alice)
    let all = [String](repeating: "w overtaken\n", count: 200).joined()
    try directory.store.folder.write(all, to: "directory.plan")
    #expect(try failure { try $0.enroll(alice, name: "Tablet") } == .overtaken)
    #expect(try directory.generation(of: alice) == generation)
    #expect((2...65).contains(try directory.orders().filter { $0 == "w" }.count))
  }

  @Test("What was not answered is not sent again, and each fault is told as what it is")
  func lost() throws {
    try directory.open().enroll(alice)
    try directory.plan("w lost")
    #expect(try failure { try $0.enroll(alice, name: "Tablet") } == .directory(.unreachable))
    #expect(try directory.orders().filter { $0 == "w" }.count == 1)
    for fault in DirectoryFault.allCases {
      try directory.plan("r fault \(fault.rawValue)")
      #expect(try failure { _ = try $0.record(of: alice) } == .directory(fault))
    }
    try directory.plan("r nonsense")
    #expect(try failure { _ = try $0.record(of: alice) } == .directory(.malformed))
    try directory.plan("r end")
    #expect(try failure { _ = try $0.record(of: alice) } == .directory(.unreachable))
    #expect(try failure { _ = try $0.record(of: alice) } == nil)
  }

  @Test("Without the program nobody is absent")
  func noProgram() throws {
    try FileManager.default.removeItem(at: directory.store.folder["usr/libexec/countersign/directory"])
    let expected = StoreFailure.system(.directoryProgram, SystemFailure(.start, .noEntry))
    #expect(try failure { _ = try $0.record(of: alice) } == expected)
  }

  @Test("Who is in the files stays there, and others are in the directory")
  func mixed() throws {
    let bob = try TestRecord.user("bob")
    try directory.open(.files).enroll(bob)
    let opened = try directory.open()
    try opened.enroll(alice)
    #expect(try opened.userNames() == [alice, bob])
    try opened.enroll(bob, name: "Tablet")
    #expect(try directory.open(.files).record(of: bob)?.devices.count == 2)
    #expect(try directory.open(.files).userNames() == [bob])
    #expect(try directory.open(.directory).userNames() == [alice])
    #expect(try directory.open(.directory).record(of: bob) == nil)
    #expect(try directory.users().count == 1)
  }

  @Test("An entry that is moved to another user, made up, or put together from two generations is refused")
  func forged() throws {
    let opened = try directory.open()
    try opened.enroll(alice)
    let name = Bytes.text(Hex.encode(alice.bytes))
    let first = try #require(try directory.users()[name])
    try opened.enroll(alice, name: "Tablet")
    let second = try #require(try directory.users()[name])
    let bob = Bytes.text(Hex.encode(Bytes.of("bob")))
    try directory.put([bob: second])
    let mallory = try TestRecord.user("bob")
    #expect(try failure { _ = try $0.record(of: mallory) } == .malformedRecord(.otherUser))
    // An older state, and an older record, with the generation of now.
    try directory.put([name: [second[0], second[1], first[2]]])
    #expect(try failure { _ = try $0.record(of: alice) } == .damagedState)
    try directory.put([name: [first[0], first[1], second[2]]])
    #expect(try failure { _ = try $0.record(of: alice) } == .damagedState)
    try directory.put([name: [0, first[1], first[2]]])
    #expect(try failure { _ = try $0.record(of: alice) } == .moving)
    try directory.put([name: [first[0], "00", first[2]]])
    #expect(try failure { _ = try $0.record(of: alice) } != nil)
    try directory.open().discard(alice)
    #expect(try directory.users().isEmpty)
  }

  @Test("A list names whose entry is none, and what comes behind a list that broke off answers nothing else")
  func flawedList() throws {
    let opened = try directory.open()
    try opened.enroll(alice)
    var users: [String: Any] = try directory.users()
    users[Bytes.text(Hex.encode(Bytes.of("bob")))] = [1, "", ""]
    users[Bytes.text(Hex.encode(Bytes.of("no/name")))] = [1, "", ""]
    try directory.put(users)
    var found: [String: String] = [:]
    try opened.visitAll { user, glance in
      let name = Bytes.text(user.bytes)
      if case .failure(let failure) = glance { found[name] = "\(failure)" } else { found[name] = "read" }
      return true
    }
    #expect(found == ["alice": "read", "bob": "\(StoreFailure.directory(.malformed))"])
    try opened.visitAll { _, _ in false }
    #expect(try opened.record(of: alice)?.devices.count == 1)
    try directory.plan("l fault 8", "l nonsense")
    for fault in [DirectoryFault.failed, .malformed] {
      #expect(throws: StoreFailure.directory(fault)) { try opened.visitAll { _, _ in true } }
      #expect(try opened.record(of: alice)?.devices.count == 1)
    }
  }

  @Test("A flawed policy keeps nobody from looking after files, unless it may mean a directory", arguments: [
    ("Mode nonsense\n", true), ("Store nonsense\n", false), ("Store\n", false), ("Store files\nMode x\n", true),
    ("  STORE ldap # here\nMode x\n", false), ("\"Store\" files\n\"\n", true), ("#Store ldap\nMode x\n", true),
  ])
  func flawedPolicy(text: String, opens: Bool) throws {
    try directory.store.folder.write(text, to: "etc/countersign/countersign.conf")
    if opens {
      #expect(try directory.open().userNames().isEmpty)
    } else {
      #expect(throws: StoreFailure.self) { _ = try UserStore(directory.location) }
    }
    #expect(try directory.open(.files).userNames().isEmpty)
  }

  @Test("Without a site key, or with a bad one, nobody is absent either")
  func siteKey() throws {
    let key = directory.store.folder["etc/countersign/site.key"]
    try directory.store.folder.write("no key", to: "etc/countersign/site.key")
    #expect(throws: StoreFailure.unfit(.siteKey, .wrongSize(6))) { _ = try UserStore(directory.location) }
    try FileManager.default.removeItem(at: key)
    #expect(throws: StoreFailure.unfit(.siteKey, .missing)) { _ = try UserStore(directory.location) }
    #expect(try directory.open(.files).userNames().isEmpty)
  }
}
