import CTestHost
import Foundation
import Testing

@testable import Countersign

/// What a migration keeps in `moving`, and a host key that is replaced meanwhile.
@Suite struct KeptRecordTests {
  private static let kept = "var/lib/countersign/moving/alice"

  let directory: StandInDirectory
  let alice: UserName

  init() throws {
    directory = try StandInDirectory()
    alice = try TestRecord.user("alice")
    let files = try directory.open(.files)
    try files.enroll(alice)
    try files.enroll(try TestRecord.user("bob"))
  }

  private var folder: TemporaryFolder { directory.store.folder }

  /// Moves alice until the record has left the files and nobody lets her in yet.
  private func interruptMove() throws {
    try directory.plan("t end")
    #expect(throws: MigrationFailure.self) {
      try UserMigration(directory.location, toDirectory: true, as: nil).move(alice)
    }
  }

  private func rotate() throws(KeyRotationFailure) -> KeyRotationOutcome {
    let rotation = try KeyRotation(directory.location)
    return try rotation.run()
  }

  private func keys() throws -> SealKeyRing {
    let content = try folder.read(TemporaryStore.key)
    return try #require(try SealKeyRing.parse(content.span))
  }

  /// Whether the kept record is alice's and opens, by the keys of now.
  private func opens() throws -> Bool {
    let keys = try keys()
    let text = try folder.read(Self.kept)
    guard let read = try? UserStore.ReadRecord(text, of: alice, keys: keys, status: nil),
      let device = read.record.devices.first,
      let secret = try? device.openSecret(of: alice, key: read.key.key)
    else { return false }
    return Bytes.copy(secret.bytes) == TestRecord.secret
  }

  @Test("A record that a migration has kept is sealed anew with all others")
  func sealedAnew() throws {
    try interruptMove()
    #expect(try opens())
    let name = try keys().current.identifier
    let count = try #require(try rotate().finished)
    #expect(count.records == 2 && count.resealed == 2)
    let keys = try keys()
    #expect(keys.retiring == nil && keys.current.identifier != name)
    #expect(try opens())
    #expect(try folder.names(in: "var/lib/countersign/moving") == ["alice"])
    #expect(try folder.mode(of: Self.kept) == 0o600)
    #expect(try UserMigration(directory.location, toDirectory: true, as: nil).move(alice) == .moved)
  }

  @Test("Put back into the files it is alice's as before")
  func putBack() throws {
    try interruptMove()
    _ = try rotate()
    try FileManager.default.moveItem(at: folder[Self.kept], to: folder[TemporaryStore.users + "/alice"])
    let opened = try directory.open(.files)
    let device = try #require(try opened.record(of: alice)?.devices.first)
    let secret = try opened.secret(of: device, of: alice)
    let bytes = Bytes.copy(secret.bytes)
    #expect(bytes == TestRecord.secret)
  }

  @Test("A move that has only begun has kept nothing")
  func begun() throws {
    try directory.plan("a end")
    #expect(throws: MigrationFailure.self) {
      try UserMigration(directory.location, toDirectory: true, as: nil).move(alice)
    }
    #expect(try folder.read(Self.kept).isEmpty)
    #expect(try rotate().finished?.records == 2)
    #expect(try folder.read(Self.kept).isEmpty)
  }

  @Test("A record that leaves the files while a rotation looks at them is found all the same", arguments: [
    cs_host_openat, cs_host_flock,
  ])
  func takenMeanwhile(call: cs_host_call) throws {
    var taken = 0
    for nth in Int32(1)... {
      let test = try KeptRecordTests()
      let atOnce = StoreLocation(root: test.directory.location.root, owner: test.directory.location.owner, lockWait: 0)
      try test.directory.plan("t end")
      let (outcome, happened) = try Interruption.before(call, nth) {
        guard let migration = try? UserMigration(atOnce, toDirectory: true, as: nil) else { return }
        _ = try? migration.move(test.alice)
      } during: {
        try test.rotate()
      }
      #expect(try outcome.finished != nil && test.keys().retiring == nil, "call \(nth)")
      guard happened else { break }
      // Whoever has the lock of administration keeps the migration out.
      guard FileManager.default.fileExists(atPath: test.folder[Self.kept].path) else { continue }
      taken += 1
      #expect(try test.opens(), "call \(nth)")
    }
    #expect(taken > 3)
  }

  @Test("One that cannot be read keeps the old key, until it is taken away")
  func unreadable() throws {
    try interruptMove()
    try folder.write("x", to: Self.kept)
    guard case .oldKeyKept(let count, let unreadable) = try rotate() else { throw StoreFailure.incompleteState }
    #expect(count.records == 2 && count.resealed == 1)
    #expect(unreadable.map(\.user) == [alice] && unreadable.map(\.isKept) == [true])
    try FileManager.default.removeItem(at: folder[Self.kept])
    #expect(try rotate().finished != nil)
  }

  @Test("Whatever fails, it opens at every moment, and the next rotation ends", arguments: [
    cs_host_openat, cs_host_pread, cs_host_fsync, cs_host_renameat, cs_host_unlinkat, cs_host_flock,
  ])
  func failures(call: cs_host_call) throws {
    try interruptMove()
    for nth in Int32(1)... {
      cs_host_fail(call, nth, EIO)
      _ = try? rotate()
      let wasMade = cs_host_count(call) >= nth
      cs_host_fail(call, 0, 0)
      #expect(try opens(), "call \(nth)")
      #expect(try rotate().finished != nil, "call \(nth)")
      #expect(try opens() && keys().retiring == nil, "call \(nth)")
      #expect(try folder.names(in: "var/lib/countersign/moving") == ["alice"], "call \(nth)")
      guard wasMade else { break }
    }
  }

  @Test("What a rotation has left there unfinished, the next command takes away")
  func unfinished() throws {
    try interruptMove()
    try folder.write("x", to: "var/lib/countersign/moving/.new")
    try directory.open(.files).enroll(try TestRecord.user("carol"))
    #expect(try folder.names(in: "var/lib/countersign/moving") == ["alice"])
  }
}
