import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct KeyRotationTests {
  let bench: RotationBench

  init() throws { bench = try RotationBench() }

  /// Leaves off in the middle: both keys are in the key file, and only the first record is under the new one.
  private func leaveHalfDone() throws {
    // The first replaces the key file, the third the second record.
    cs_host_fail(cs_host_renameat, 3, EIO)
    defer { cs_host_fail(cs_host_renameat, 0, 0) }
    let failure = StoreFailure.system(.record, SystemFailure(.rename, .inputOutput))
    #expect(throws: KeyRotationFailure.record(bench.users[1], .store(failure))) { _ = try bench.rotate() }
    #expect(try bench.keys().retiring != nil)
  }

  @Test("Every record is sealed anew, nothing in it changes, and the old key is gone")
  func everything() throws {
    let old = try bench.keys()
    let states = try bench.store.files().filter { $0.key.hasPrefix(TemporaryStore.states) }
    let outcome = try bench.rotate()
    let new = try bench.keys()
    #expect(outcome == .finished(KeyRotationCount(records: 3, resealed: 3, key: new.current.identifier)))
    #expect(new.current.identifier != old.current.identifier)
    try bench.expectFinished()
    #expect(try bench.store.files().filter { $0.key.hasPrefix(TemporaryStore.states) } == states)
    let opened = try bench.store.open()
    for user in bench.users {
      #expect(throws: StoreFailure.malformedRecord(.notAuthentic)) { _ = try opened.readRecord(of: user, keys: old) }
    }
  }

  @Test("Those who may get in while a directory is away are sealed anew with everybody else")
  func breakGlass() throws {
    try StoreFounding.foundBreakGlass(bench.store.location)
    let location = bench.store.location.choosing(.breakGlass)
    let alice = bench.users[0]
    let offline = try UserStore(location)
    try offline.enroll(alice)
    let outcome = try bench.rotate()
    let keys = try bench.keys()
    #expect(outcome == .finished(KeyRotationCount(records: 4, resealed: 4, key: keys.current.identifier)))
    let opened = try UserStore(location)
    let device = try #require(try opened.record(of: alice)?.devices.first)
    let secret = try opened.secret(of: device, of: alice)
    let bytes = Bytes.copy(secret.bytes)
    #expect(bytes == TestRecord.secret)
    #expect(device.secret.keyIdentifier == keys.current.identifier)
  }

  private static let offline = "var/lib/countersign/offline"

  @Test("A break-glass store that was not founded to the end is in no rotation's way", arguments: ["", "/users", "/state"])
  func halfFounded(folder: String) throws {
    try FileManager.default.createDirectory(
      at: bench.store.folder[Self.offline + folder], withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    #expect(try bench.rotate().finished?.resealed == 3)
    try bench.expectFinished()
  }

  @Test("A break-glass store that has lost one of its folders is told of, and the old key stays", arguments: [
    ("state", StorePlace.stateDirectory), ("users", .usersDirectory),
  ])
  func breakGlassWithoutFolder(name: String, place: StorePlace) throws {
    try StoreFounding.foundBreakGlass(bench.store.location)
    try UserStore(bench.store.location.choosing(.breakGlass)).enroll(bench.users[0])
    let folder = bench.store.folder["\(Self.offline)/\(name)"]
    let away = bench.store.folder["away"]
    try FileManager.default.moveItem(at: folder, to: away)
    let failure = KeyRotationFailure.store(.unfit(place, .missing))
    #expect(throws: KeyRotationFailure.breakGlass(failure)) { _ = try bench.rotate() }
    #expect(try bench.keys().retiring != nil)
    try FileManager.default.moveItem(at: away, to: folder)
    #expect(try bench.rotate().finished?.resealed == 1)
  }

  @Test("A break-glass record that cannot be read keeps the old key, and is told apart from an ordinary one")
  func damagedBreakGlass() throws {
    try StoreFounding.foundBreakGlass(bench.store.location)
    try bench.store.folder.write("x", to: Self.offline + "/users/alice")
    guard case .oldKeyKept(_, let unreadable) = try bench.rotate() else { throw StoreFailure.incompleteState }
    #expect(unreadable.map(\.user) == [bench.users[0]] && unreadable.map(\.store) == [.breakGlass])
  }

  @Test("A break-glass command takes away nothing that a rotation is writing", arguments: 1...6)
  func beside(renaming: Int32) throws {
    // A moment, as a program that another test starts may have the lock.
    let location = StoreLocation(
      root: bench.store.location.root, owner: bench.store.location.owner, lockWait: 1, choice: .breakGlass)
    try StoreFounding.foundBreakGlass(location)
    let opened = try UserStore(location)
    try opened.enroll(bench.users[0])
    var renamed = false
    let (outcome, happened) = try Interruption.before(cs_host_renameat, renaming) {
      renamed = (try? opened.rename(device: 1, of: bench.users[0], to: TestRecord.name("Other"))) != nil
    } during: {
      try bench.rotate()
    }
    let finished = outcome.finished
    // The fifth one is that of the break-glass record, under the lock of the command.
    #expect(happened && finished != nil && (renamed || renaming == 5))
    try bench.expectFinished()
    let name = try opened.record(of: bench.users[0])?.devices.first?.name
    #expect(name == (renamed ? try TestRecord.name("Other") : try TestRecord.name("Phone")))
  }

  @Test("A store without anybody gets another key")
  func empty() throws {
    let store = try TemporaryStore()
    let before = try store.folder.read(TemporaryStore.key)
    let rotation = try KeyRotation(store.location)
    let isUnderWay = rotation.isUnderWay
    let count = try #require(try rotation.run().finished)
    #expect(count.records == 0 && count.resealed == 0 && !isUnderWay)
    let after = try store.folder.read(TemporaryStore.key)
    #expect(after != before && after.count == SealKey.lineSize)
  }

  @Test("Whoever opened the store before reads and administrates on, without ever using the old key")
  func earlierStores() throws {
    let earlier = try bench.store.open()
    #expect(try bench.isWhole(earlier))
    for round in 1...3 {
      _ = try bench.rotate()
      #expect(try bench.isWhole(earlier), "rotation \(round)")
      let dave = try TestRecord.user("dave\(round)")
      try earlier.enroll(dave)
      try earlier.rename(device: 1, of: bench.users[1], to: TestRecord.name("Phone"))
      try earlier.enroll(dave, name: "Second")
      try earlier.remove(device: 1, of: dave, allowLast: false)
      let now = try bench.store.open()
      #expect(try now.secret(of: #require(try now.record(of: dave)?.devices.first), of: dave).count == 20)
      #expect(try bench.isUnder(bench.keys().current))
    }
  }

  @Test("In the middle every record opens, under the one key or the other, and what is changed goes to the new one")
  func halfDone() throws {
    let earlier = try bench.store.open()
    try leaveHalfDone()
    let keys = try bench.keys()
    let opened = try bench.store.open()
    #expect(try bench.isWhole(opened) && bench.isWhole(earlier))
    let names = try bench.users.map { try opened.readRecord(of: $0)?.key.identifier }
    #expect(names == [keys.current.identifier, keys.retiring?.identifier, keys.retiring?.identifier])
    try earlier.rename(device: 1, of: bench.users[1], to: TestRecord.name("Other"))
    _ = try opened.unlock(.all, of: bench.users[2])
    #expect(try bench.isUnder(keys.current))
  }

  @Test("The next rotation goes on with the same key")
  func resumed() throws {
    try leaveHalfDone()
    let key = try bench.keys().current.identifier
    let rotation = try KeyRotation(bench.store.location)
    let isUnderWay = rotation.isUnderWay
    #expect(isUnderWay)
    #expect(try rotation.run() == .finished(KeyRotationCount(records: 3, resealed: 2, key: key)))
    try bench.expectFinished()
    #expect(try bench.keys().current.identifier == key)
  }

  /// The same store for somebody who does not wait for locks.
  private var atOnce: StoreLocation {
    StoreLocation(root: bench.store.location.root, owner: bench.store.location.owner, lockWait: 0)
  }

  @Test("Two at once: the second one changes nothing")
  func twice() throws {
    let first = try KeyRotation(bench.store.location)
    #expect(throws: KeyRotationFailure.alreadyRunning) { _ = try KeyRotation(atOnce) }
    _ = try first.run()
    #expect(throws: KeyRotationFailure.alreadyRunning) { _ = try KeyRotation(atOnce) }
    withExtendedLifetime(first) {}
  }

  @Test("A record that cannot be read keeps the old key; put back from a copy it is sealed anew")
  func damaged() throws {
    let path = bench.store.recordPath(bench.users[1])
    let copy = try bench.store.folder.read(path)
    var changed = copy
    changed[40] ^= 1
    try bench.store.folder.write(changed, to: path)
    let outcome = try bench.rotate()
    let keys = try bench.keys()
    let unreadable = UnreadableRecord(user: bench.users[1], failure: .malformedRecord(.notAuthentic))
    let count = KeyRotationCount(records: 3, resealed: 2, key: keys.current.identifier)
    #expect(outcome == .oldKeyKept(count, [unreadable]))
    #expect(keys.retiring != nil)
    #expect(try bench.store.folder.read(path) == changed)
    try bench.store.folder.write(copy, to: path)
    #expect(try bench.isWhole(try bench.store.open()))
    #expect(
      try bench.rotate() == .finished(KeyRotationCount(records: 3, resealed: 1, key: keys.current.identifier)))
    try bench.expectFinished()
  }

  @Test("A record that cannot be read is not in the way once it is taken away")
  func discarded() throws {
    try bench.store.folder.write("x", to: bench.store.recordPath(bench.users[1]))
    #expect(try bench.rotate().finished == nil)
    try bench.store.open().discard(bench.users[1])
    let count = try #require(try bench.rotate().finished)
    #expect(count.records == 2 && count.resealed == 0)
    #expect(try bench.keys().retiring == nil)
  }

  @Test("A record that is put back from a copy meanwhile is sealed anew, too")
  func putBack() throws {
    let path = bench.store.recordPath(bench.users[0])
    let copy = try bench.store.folder.read(path)
    let store = bench.store
    // The first renaming is that of the key file, the others are those of the records.
    let (outcome, happened) = try Interruption.before(cs_host_renameat, 4) {
      try? store.folder.write(copy, to: path)
    } during: {
      try bench.rotate()
    }
    let count = try #require(outcome.finished)
    #expect(happened && count.resealed == 4)
    try bench.expectFinished()
  }

  @Test("Somebody who enrols meanwhile is sealed under the new key at once", arguments: 2...8)
  func enrolledMeanwhile(lock: Int32) throws {
    let dave = try TestRecord.user("dave")
    let earlier = try bench.store.open()
    var enrolled = false
    let location = bench.store.location
    let (outcome, _) = try Interruption.before(cs_host_flock, lock) {
      guard let opened = try? UserStore(location) else { return }
      enrolled = (try? opened.enroll(dave)) != nil
    } during: {
      try bench.rotate()
    }
    let count = try #require(outcome.finished)
    // Only before the first lock, the one for the new key, is the old one still used.
    #expect(enrolled && (3...4).contains(count.records) && count.resealed == (lock == 2 ? 4 : 3))
    let opened = try bench.store.open()
    #expect(try opened.secret(of: #require(try opened.record(of: dave)?.devices.first), of: dave).count == 20)
    #expect(try bench.isWhole(earlier))
  }

  @Test("Other keys that somebody puts into the key file meanwhile stay there")
  func keysChanged() throws {
    let other = TestKey.file("FEDCBA9876543210")
    let store = bench.store
    let (_, happened) = Interruption.before(cs_host_flock, 4) {
      try? store.folder.write(other, to: TemporaryStore.key)
    } during: {
      #expect(throws: KeyRotationFailure.keysChanged) { _ = try bench.rotate() }
    }
    #expect(happened)
    #expect(try store.folder.read(TemporaryStore.key) == other)
  }

  @Test("In the middle a command makes sure that the new key is on the disk before it seals under it")
  func keyBeforeRecords() throws {
    var names = 0
    func synchronizations() throws -> Int32 {
      names += 1
      let opened = try bench.store.open()
      cs_host_fail(cs_host_fsync, 0, 0)
      try opened.rename(device: 1, of: bench.users[0], to: TestRecord.name("Other \(names)"))
      return cs_host_count(cs_host_fsync)
    }
    let usual = try synchronizations()
    try leaveHalfDone()
    #expect(try synchronizations() == usual + 1)
    cs_host_fail(cs_host_fsync, 1, EIO)
    defer { cs_host_fail(cs_host_fsync, 0, 0) }
    let expected = StoreFailure.system(.configurationDirectory, SystemFailure(.synchronize, .inputOutput))
    #expect(throws: AdministrationFailure.store(expected)) {
      try bench.store.open().rename(device: 1, of: bench.users[0], to: TestRecord.name("x"))
    }
    cs_host_fail(cs_host_fsync, 1, EIO)
    #expect(throws: KeyRotationFailure.store(expected)) { _ = try bench.rotate() }
  }

  @Test("Keys that could not be put on the disk are taken back")
  func takenBack() throws {
    let before = try bench.store.folder.read(TemporaryStore.key)
    // The first is that of the file, the second that of the directory.
    cs_host_fail(cs_host_fsync, 2, EIO)
    defer { cs_host_fail(cs_host_fsync, 0, 0) }
    let expected = StoreFailure.system(.sealKey, SystemFailure(.synchronize, .inputOutput))
    #expect(throws: KeyRotationFailure.store(expected)) { _ = try bench.rotate() }
    #expect(try bench.store.folder.read(TemporaryStore.key) == before)
  }

  @Test("A hanging login does not hold a rotation up")
  func hangingLogin() throws {
    let opened = try bench.store.open()
    let held = try opened.lockState(of: bench.users[0])
    #expect(try bench.rotate().finished != nil)
    withExtendedLifetime(held) {}
  }

  @Test("A hanging command ends it, and the next one goes on")
  func hangingCommand() throws {
    let opened = try bench.store.open()
    do {
      let held = try AdministrationLock(of: opened)
      #expect(throws: KeyRotationFailure.store(.locked(seconds: 0))) { try KeyRotation(atOnce).run() }
      withExtendedLifetime(held) {}
    }
    #expect(try bench.rotate().finished != nil)
  }
}
