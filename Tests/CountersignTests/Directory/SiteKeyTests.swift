import Foundation
import Testing

@testable import Countersign

/// A site gets another key while people log in.
@Suite struct SiteKeyTests {
  static let keyFile = "etc/countersign/site.key"

  let directory: StandInDirectory
  let users: [UserName]

  init() throws {
    directory = try StandInDirectory()
    users = try ["alice", "bob", "carol"].map { try TestRecord.user($0) }
    let opened = try directory.open()
    for user in users { try opened.enroll(user, TestRecord.hotp(), next: 7) }
  }

  private func keys() throws -> SealKeyRing {
    let content = try directory.store.folder.read(SiteKeyTests.keyFile)
    return try #require(try SealKeyRing.parse(content.span))
  }

  private func put(_ keys: SealKeyRing) throws {
    let content = try keys.fileContent()
    try directory.store.folder.write(Bytes.copy(content.bytes), to: SiteKeyTests.keyFile)
  }

  private enum Step {
    case add
    case use([UInt8])
    case drop([UInt8])
  }

  private static func failure(of step: Step, _ file: inout SiteKeyFile) -> SiteKeyFailure? {
    do throws(SiteKeyFailure) {
      switch step {
      case .add: try file.add()
      case .use(let name): _ = try file.use(name)
      case .drop(let name): try file.drop(name)
      }
      return nil
    } catch {
      return error
    }
  }

  private func check(_ step: Step, _ file: inout SiteKeyFile, fails expected: SiteKeyFailure) {
    let found = SiteKeyTests.failure(of: step, &file)
    #expect(found == expected)
  }

  /// Both keys are in the file, the new one first.
  private func begin() throws {
    var file = try SiteKeyFile(directory.location)
    try file.add()
    let second = file.names.second
    let new = try #require(second)
    let hasChanged = try file.use(new)
    #expect(hasChanged)
  }

  /// How many were sealed anew, and how it ended.
  private func seal(
    telling told: (Int, Int) -> Void = { _, _ in }
  ) throws -> (resealed: Int, outcome: SiteSealing.Outcome, look: SiteSealingLook) {
    var resealed = 0
    let sealing = try SiteSealing(directory.location, as: nil)
    let (outcome, look) = try sealing.run(resealed: &resealed, telling: told)
    return (resealed, outcome, look)
  }

  private func look() throws -> SiteSealingLook {
    let sealing = try SiteSealing(directory.location, as: nil)
    return try sealing.look()
  }

  // MARK: The file

  @Test("A key is added behind the one that seals, takes its place by name, and the old one goes")
  func steps() throws {
    let old = try keys().current.identifier
    var file = try SiteKeyFile(directory.location)
    try file.add()
    let added = file.names.second
    let new = try #require(added)
    check(.add, &file, fails: .twoKeys)
    #expect(try keys().current.identifier == old)
    let other = Bytes.of("00000000")
    check(.use(other), &file, fails: .unknownKey)
    let first = try file.use(new)
    let second = try file.use(new)
    #expect(first && !second)
    check(.drop(new), &file, fails: .sealing)
    check(.drop(other), &file, fails: .unknownKey)
    #expect(try keys().current.identifier == new && keys().retiring?.identifier == old)
    try file.drop(old)
    #expect(try keys().current.identifier == new && keys().retiring == nil)
    check(.drop(old), &file, fails: .unknownKey)
    let path = directory.store.folder[SiteKeyTests.keyFile].path
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
  }

  @Test("A key that was added opens nothing else, and can be taken away again")
  func givenUp() throws {
    let before = try directory.store.folder.read(SiteKeyTests.keyFile)
    var file = try SiteKeyFile(directory.location)
    try file.add()
    #expect(try look().current == 3)
    let second = file.names.second
    let new = try #require(second)
    try file.drop(new)
    #expect(try directory.store.folder.read(SiteKeyTests.keyFile) == before)
  }

  @Test("Two at once: the second one changes nothing")
  func twice() throws {
    let first = try SiteKeyFile(directory.location)
    let atOnce = StoreLocation(root: directory.location.root, owner: directory.location.owner, lockWait: 0)
    #expect(throws: SiteKeyFailure.alreadyRunning) { _ = try SiteKeyFile(atOnce) }
    #expect(throws: KeyRotationFailure.alreadyRunning) { _ = try KeyRotation(atOnce) }
    let second = first.names.second
    #expect(second == nil)
  }

  // MARK: The users

  @Test("Everybody is sealed anew, nothing they have changes, and then the old key opens nothing")
  func everybody() throws {
    let old = try keys()
    let before = try users.map { try directory.open().state(of: $0) }
    try begin()
    #expect(try look().retiring == users)
    let found = try seal()
    #expect(found.resealed == 3 && found.outcome == .finished && found.look.current == 3)
    #expect(try seal().resealed == 0)
    var file = try SiteKeyFile(directory.location)
    try file.drop(old.current.identifier)
    let opened = try directory.open()
    for (user, state) in zip(users, before) {
      let device = try #require(try opened.record(of: user)?.devices.first)
      let secret = try opened.secret(of: device, of: user)
      let bytes = Bytes.copy(secret.bytes)
      #expect(bytes == TestRecord.secret)
      #expect(try opened.state(of: user) == state)
    }
    try put(old)
    #expect(throws: StoreFailure.malformedRecord(.notAuthentic)) { _ = try directory.open().record(of: users[0]) }
  }

  @Test("Before the new key seals, both hosts with one key and hosts with two open everything")
  func inBetween() throws {
    let single = try directory.store.folder.read(SiteKeyTests.keyFile)
    var file = try SiteKeyFile(directory.location)
    try file.add()
    try directory.open().enroll(users[0], name: "Tablet")
    try directory.store.folder.write(single, to: SiteKeyTests.keyFile)
    #expect(try directory.open().record(of: users[0])?.devices.count == 2)
  }

  @Test("A state alone that is under the old key is found and sealed anew")
  func stateAlone() throws {
    try begin()
    _ = try seal()
    let both = try keys()
    let behind = SealKeyRing(try #require(both.retiring), retiring: both.current)
    try put(behind)
    var locked = try directory.open().lockState(of: users[1])
    try locked.record(locked.state)
    try put(both)
    #expect(try look().retiring == [users[1]])
    #expect(try seal().resealed == 1)
  }

  @Test("Whoever is overtaken seals what the others have made of the user")
  func overtaken() throws {
    try begin()
    try directory.plan("w overtaken", "w overtaken")
    #expect(try seal().resealed == 3)
    #expect(try directory.orders().filter { $0 == "w" }.count == 5)
  }

  @Test("Where nobody can be written it ends, and goes on when it is run again")
  func interrupted() throws {
    try begin()
    try directory.plan("w fault \(DirectoryFault.forbidden.rawValue)")
    #expect(throws: SiteKeyFailure.store(.directory(.forbidden))) { _ = try seal() }
    try directory.plan("w lost")
    #expect(throws: SiteKeyFailure.store(.directory(.unreachable))) { _ = try seal() }
    #expect(try look().current == 1)
    #expect(try seal().resealed == 2)
  }

  @Test("Hosts that seal under the old key again are told of, and are not waited for")
  func othersBehind() throws {
    try begin()
    let before = try directory.users()
    let found = try seal { done, _ in if done == 3 { try? directory.put(before) } }
    #expect(found.outcome == .sealedByOthers(3))
    #expect(found.look.retiring.count == 3)
  }

  @Test("Who cannot be read, or is being moved, is named, and everybody else sealed anew")
  func unreadable() throws {
    let names = users.map { Bytes.text(Hex.encode($0.bytes)) }
    var all: [String: Any] = try directory.users()
    let bob = try #require(all[names[1]] as? [Any])
    all[names[1]] = [bob[0], bob[1], "00" + "00"]
    all[Bytes.text(Hex.encode(Bytes.of("no/name")))] = [1, "", ""]
    try directory.put(all)
    try begin()
    let found = try seal()
    #expect(found.resealed == 2 && found.outcome == .finished)
    #expect(found.look.unreadable == [UnreadableRecord(user: users[1], failure: .damagedState)])
    #expect(found.look.flawed == [Bytes.of("no/name")])
  }

  @Test("Who is being moved is left alone, and so is the key that their entry is under")
  func moving() throws {
    let dave = try TestRecord.user("dave")
    try directory.open(.files).enroll(dave)
    try directory.plan("t end")
    let migration = try UserMigration(directory.location, toDirectory: true, as: nil)
    #expect(throws: MigrationFailure.self) { _ = try migration.move(dave) }
    #expect(try directory.generation(of: dave) == 0)
    try begin()
    let found = try seal()
    #expect(found.resealed == 3)
    #expect(found.look.unreadable == [UnreadableRecord(user: dave, failure: .moving)])
    #expect(try directory.generation(of: dave) == 0)
  }

  @Test("What a takeover makes of a state is not written")
  func takeover() throws {
    var all: [String: Any] = try directory.users()
    all["takeover"] = 1_800_000_000
    try directory.put(all)
    #expect(try directory.open().state(of: users[0]).devices.contains { $0.isDoubtful })
    try begin()
    #expect(try seal().resealed == 3)
    all = try directory.users()
    all["takeover"] = nil
    try directory.put(all)
    #expect(try !directory.open().state(of: users[0]).devices.contains { $0.isDoubtful })
  }
}

