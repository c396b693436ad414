import Foundation
import Testing

@testable import Countersign

/// Users who are moved between files and directory, whatever goes wrong meanwhile.
@Suite struct UserMigrationTests {
  let directory: StandInDirectory
  let alice: UserName

  init() throws {
    directory = try StandInDirectory()
    alice = try TestRecord.user("alice")
    let files = try directory.open(.files)
    _ = try files.enroll(alice, next: 41)
    var locked = try files.lockState(of: alice)
    var state = locked.state
    state.recoverySet = 7
    try locked.record(state)
  }

  private func move(_ isIn: Bool) throws -> UserMigration.Outcome {
    try UserMigration(directory.location, toDirectory: isIn, as: nil).move(alice)
  }

  /// Where a login would let alice in.
  private func places() throws -> (files: Bool, directory: Bool) {
    let file = directory.store.folder["\(TemporaryStore.users)/alice"].path
    let isThere = FileManager.default.fileExists(atPath: directory.store.folder["directory.json"].path)
    let entry = isThere ? try directory.users().first?.value : nil
    let generation = (entry?.first as? NSNumber)?.uint64Value ?? 0
    return (FileManager.default.fileExists(atPath: file), generation > 0)
  }

  /// That alice is in one place alone, with everything, and no move has begun.
  private func expectWhole(isIn: Bool) throws {
    let places = try places()
    #expect(places == (!isIn, isIn))
    #expect(try directory.store.folder.names(in: "var/lib/countersign/moving") == [])
    #expect(try directory.store.folder.names(in: TemporaryStore.states) == (isIn ? [] : ["alice"]))
    let opened = try directory.open(isIn ? .directory : .files)
    let record = try #require(try opened.record(of: alice))
    let device = try #require(record.devices.first)
    let secret = try opened.secret(of: device, of: alice)
    let bytes = Bytes.copy(secret.bytes)
    #expect(bytes == TestRecord.secret)
    let state = try opened.state(of: alice)
    #expect(state.recoverySet == 7)
    #expect(state.device(device.id)?.nextMovingFactor == 41)
  }

  @Test("There and back, with everything")
  func thereAndBack() throws {
    #expect(try move(true) == .moved)
    try expectWhole(isIn: true)
    #expect(try move(true) == .wasThere)
    #expect(try move(false) == .moved)
    try expectWhole(isIn: false)
    #expect(try move(false) == .wasThere)
  }

  @Test("A rehearsal changes nothing", arguments: [true, false])
  func rehearsal(isIn: Bool) throws {
    if !isIn { _ = try move(true) }
    let migration = try UserMigration(directory.location, toDirectory: isIn, as: nil)
    #expect(try migration.rehearse(alice) == .moved)
    #expect(try migration.names() == [alice])
    try expectWhole(isIn: !isIn)
  }

  @Test("Into the directory, interrupted at any order, it is gone on with", arguments: [
    ["r end"], ["a end"], ["a lost"], ["r ok", "r end"], ["r ok", "r ok", "r end"], ["r ok", "r nonsense"], ["t end"],
    ["t lost"],
  ])
  func interruptedIn(plan: [String]) throws {
    try directory.store.folder.write(plan.map { $0 + "\n" }.joined(), to: "directory.plan")
    #expect(throws: MigrationFailure.self) { try move(true) }
    let places = try places()
    #expect(places != (true, true))
    _ = try move(true)
    try expectWhole(isIn: true)
  }

  @Test("Out of the directory, interrupted at any order, it is gone on with", arguments: [
    ["r end"], ["h end"], ["h lost"], ["d end"], ["d lost"],
  ])
  func interruptedOut(plan: [String]) throws {
    _ = try move(true)
    try directory.store.folder.write(plan.map { $0 + "\n" }.joined(), to: "directory.plan")
    #expect(throws: MigrationFailure.self) { try move(false) }
    let places = try places()
    #expect(places != (true, true))
    _ = try move(false)
    try expectWhole(isIn: false)
  }

  @Test("Interrupted one way, it can be undone the other way", arguments: [["a lost"], ["t end"], ["t lost"]])
  func undone(plan: [String]) throws {
    try directory.store.folder.write(plan.map { $0 + "\n" }.joined(), to: "directory.plan")
    #expect(throws: MigrationFailure.self) { try move(true) }
    _ = try move(false)
    try expectWhole(isIn: false)
  }

  @Test("A login on another host that is faster makes it begin anew")
  func overtaken() throws {
    _ = try move(true)
    try directory.plan("h overtaken", "h overtaken")
    #expect(try move(false) == .moved)
    try expectWhole(isIn: false)
    #expect(try directory.orders().filter { $0 == "h" }.count == 3)
  }

  @Test("Where it is forbidden nothing has begun")
  func forbidden() throws {
    try directory.plan("a fault \(DirectoryFault.forbidden.rawValue)")
    #expect(throws: MigrationFailure.store(.directory(.forbidden))) { try move(true) }
    try expectWhole(isIn: false)
  }

  @Test("What another host has begun is left alone, and so is who is in both places")
  func conflicts() throws {
    _ = try move(true)
    let (name, entry) = try #require(try directory.users().first)
    _ = try directory.open(.files).enroll(alice)
    for isIn in [true, false] { #expect(throws: MigrationFailure.inBoth) { try move(isIn) } }
    try directory.put([name: [0, entry[1], entry[2]]])
    for isIn in [true, false] {
      // The state of another generation is none; that there is such an entry is enough.
      #expect(throws: MigrationFailure.self) { try move(isIn) }
    }
    #expect(try directory.users().first?.value.first as? Int == 0)
  }

  @Test("Who was taken out of the directory on the way is not brought back")
  func takenAway() throws {
    try directory.plan("t end")
    #expect(throws: MigrationFailure.self) { try move(true) }
    try directory.put([:])
    for isIn in [true, false] { #expect(throws: MigrationFailure.takenAway) { try move(isIn) } }
    #expect(try directory.store.folder.names(in: "var/lib/countersign/moving") == ["alice"])
  }
}
