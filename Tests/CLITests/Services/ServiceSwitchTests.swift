import Countersign
import Foundation
import Testing

@testable import countersign

@Suite("Putting a change in force and taking it back")
struct ServiceSwitchTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  private let paths: ServicePaths

  init() throws {
    var paths = ServicePaths()
    paths.pamFolders = [folder.path]
    paths.changes = folder.appendingPathComponent("services").path
    self.paths = paths
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private func text(_ name: String) -> String? {
    try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func file(_ name: String, _ before: String?, _ after: String?) -> FileChange {
    FileChange(
      service: "x", path: folder.appendingPathComponent(name).path, before: before.map { Array($0.utf8) },
      after: after.map { Array($0.utf8) })
  }

  private func change(_ files: FileChange...) -> ServiceChange {
    ServiceChange(kind: .enable, id: "1", by: "root", made: 1, until: 2, services: [], files: files)
  }

  @Test("Applied it is there, reverted it is gone, and both may be done twice")
  func bothWays() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("a", "old\n")
    let change = change(file("a", "old\n", "new\n"), file("b", nil, "made\n"))
    for _ in 0..<2 {
      _ = try ServiceSwitch(paths: paths).apply(change)
      #expect(text("a") == "new\n" && text("b") == "made\n")
    }
    for _ in 0..<2 {
      _ = try ServiceSwitch(paths: paths).revert(change)
      #expect(text("a") == "old\n" && text("b") == nil)
    }
  }

  @Test("A file that somebody else has changed is not written over")
  func conflict() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("a", "other\n")
    let change = change(file("a", "old\n", "new\n"))
    #expect(throws: Complaint.self) { try ServiceSwitch(paths: paths).apply(change) }
    #expect(try ServiceSwitch(paths: paths).revert(change) == [.left(folder.appendingPathComponent("a").path)])
    #expect(text("a") == "other\n")
  }

  @Test("A link is not followed, and nothing is written behind it")
  func link() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try write("target", "old\n")
    try FileManager.default.createSymbolicLink(
      at: folder.appendingPathComponent("a"), withDestinationURL: folder.appendingPathComponent("target"))
    #expect(throws: Complaint.self) { try ServiceSwitch(paths: paths).apply(change(file("a", "old\n", "new\n"))) }
    #expect(text("target") == "old\n")
  }

  /// A child of another test that is just being started has the descriptor of the lock for a moment.
  private func lockedSoon() throws(Complaint) -> ChangeFolder {
    for _ in 0..<1_000 {
      if let folder = try? ChangeFolder.locked(paths) { return folder }
      Clock.pause(nanoseconds: 5_000_000)
    }
    return try ChangeFolder.locked(paths)
  }

  @Test("What is written down is found again, kept by service, and one change waits at most")
  func folderOfChanges() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let change = change(file("a", "old\n", "new\n"), file("b", nil, "made\n"))
    do {
      let changes = try ChangeFolder.locked(paths)
      #expect(try changes.pending() == nil)
      try changes.begin(change)
      #expect(try changes.pending() == change)
      #expect(throws: Complaint.self) { try changes.begin(change) }
      #expect(throws: Complaint.self) { _ = try ChangeFolder.locked(paths) }
      try changes.keep(change, of: "x/../y")
      try changes.keep(change, of: "x/../y")
      #expect(try changes.kept("x/../y") == change)
      try changes.forget("x/../y")
      #expect(try changes.kept("x/../y") == nil)
    }
    let changes = try lockedSoon()
    try changes.end()
    #expect(try changes.pending() == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: paths.changes) == ["lock"])
  }

  @Test("Whoever only looks needs no lock, makes nothing, and sees a change whole or not at all")
  func glances() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try ChangeFolder.pendingAtAGlance(paths) == nil)
    #expect(!FileManager.default.fileExists(atPath: paths.changes))
    let changes = try ChangeFolder.locked(paths)
    let unfinished = paths.changes + "/new"
    try FileManager.default.createDirectory(atPath: unfinished, withIntermediateDirectories: false)
    #expect(try ChangeFolder.pendingAtAGlance(paths) == nil)
    #expect(FileManager.default.fileExists(atPath: unfinished))
    let change = change(file("a", "old\n", "new\n"))
    try changes.begin(change)
    #expect(try ChangeFolder.pendingAtAGlance(paths) == change)
    try Data("x".utf8).write(to: URL(fileURLWithPath: paths.changes + "/pending/journal"))
    #expect(throws: Complaint.self) { try ChangeFolder.pendingAtAGlance(paths) }
  }

  @Test("A change that goes while somebody looks is gone, and one that comes in its place is seen alone")
  func glancesAtWhatGoes() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let first = change(file("a", "old\n", "new\n"))
    let second = ServiceChange(
      kind: .enable, id: "2", by: "dana", made: 3, until: 4, services: [], files: [file("a", "other\n", "more\n")])
    for next in [nil, second] {
      do { try lockedSoon().begin(first) }
      var reads = 0
      let seen = try ChangeFolder.pendingAtAGlance(paths) { path throws(Complaint) in
        reads += 1
        // The first journal has been read by then, and its files have not.
        if reads == 3 {
          let changes = try lockedSoon()
          try changes.end()
          if let next { try changes.begin(next) }
        }
        return try SystemFile.read(path)
      }
      #expect(seen == next)
      do { try lockedSoon().end() }
    }
  }

  @Test("A journal that is damaged is an error that says where the files are")
  func damagedJournal() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let changes = try ChangeFolder.locked(paths)
    try changes.begin(change(file("a", "old\n", "new\n")))
    try Data("x".utf8).write(to: URL(fileURLWithPath: paths.changes + "/pending/journal"))
    do throws(Complaint) {
      _ = try changes.pending()
      #expect(Bool(false), "read")
    } catch {
      #expect(error.error.contains("is damaged") && error.hint.contains("N.before"))
    }
  }
}
