import Foundation
import Testing

@testable import Countersign

@Suite struct CheckedDirectoryTests {
  static let own = UserDatabase.effectiveUser
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func failure(
    of name: String = "directory", privacy: Privacy = .ownerOnly, owner: UInt32 = Self.own
  ) -> StoreFailure? {
    let path = FilePath(Bytes.of(folder[name].path))
    let opened = caught { () throws(StoreFailure) in
      _ = try CheckedDirectory(path, place: .baseDirectory, owner: owner, privacy: privacy)
    }
    let looked = caught { () throws(StoreFailure) in
      _ = try CheckedPath(path, place: .baseDirectory, owner: owner, privacy: privacy)
    }
    #expect(opened == looked, "whether it is opened makes no difference")
    return opened
  }

  private func caught(_ body: () throws(StoreFailure) -> Void) -> StoreFailure? {
    do { try body() } catch { return error }
    return nil
  }

  private func failureBelow(_ name: String = "directory", owner: UInt32 = Self.own) throws -> StoreFailure? {
    let parent = try CheckedDirectory(FilePath(Bytes.of(folder.url.path)), place: .root, owner: Self.own)
    let opened = caught { () throws(StoreFailure) in
      _ = try CheckedDirectory(FilePath(Bytes.of(name)), below: parent, place: .baseDirectory, owner: owner)
    }
    let above = try CheckedPath(FilePath(Bytes.of(folder.url.path)), place: .root, owner: Self.own)
    let looked = caught { () throws(StoreFailure) in
      try above.checkFolder(FilePath(Bytes.of(name)), place: .baseDirectory, owner: owner)
    }
    #expect(opened == looked, "whether it is opened makes no difference")
    return opened
  }

  private func make(_ mode: Int) throws {
    try FileManager.default.createDirectory(at: folder["directory"], withIntermediateDirectories: false)
    try folder.setMode(mode, of: "directory")
  }

  @Test("The store's own directories are closed to everybody else", arguments: [0o700, 0o500, 0o1700])
  func fit(mode: Int) throws {
    try make(mode)
    #expect(failure() == nil)
    #expect(try failureBelow() == nil)
  }

  @Test("One that others may reach is refused with its mode", arguments: [
    0o701, 0o702, 0o704, 0o710, 0o720, 0o740, 0o755, 0o777, 0o1777, 0o2770,
  ])
  func tooOpen(mode: Int) throws {
    try make(mode)
    let expected = StoreFailure.unfit(.baseDirectory, .tooOpen(UInt32(mode)))
    #expect(failure() == expected)
    #expect(try failureBelow() == expected)
  }

  @Test("A root directory may be read by others, not written", arguments: [
    (0o755, true), (0o711, true), (0o700, true), (0o775, false), (0o757, false), (0o1777, false),
  ])
  func readable(mode: Int, isFit: Bool) throws {
    try make(mode)
    #expect(failure(privacy: .readable) == (isFit ? nil : .unfit(.baseDirectory, .tooOpen(UInt32(mode)))))
  }

  @Test("Missing, file, symbolic link and FIFO are told apart from a directory")
  func otherThings() throws {
    #expect(failure() == .unfit(.baseDirectory, .missing))
    #expect(try failureBelow() == .unfit(.baseDirectory, .missing))
    try folder.write("x", to: "file")
    try #require(folder.makeNode("fifo", type: S_IFIFO) == 0)
    try make(0o700)
    try FileManager.default.createSymbolicLink(atPath: folder["link"].path, withDestinationPath: "directory")
    for name in ["file", "fifo", "link"] {
      #expect(failure(of: name) == .unfit(.baseDirectory, .notDirectory))
      #expect(try failureBelow(name) == .unfit(.baseDirectory, .notDirectory))
    }
  }

  @Test("One of somebody else is named with its owner")
  func wrongOwner() throws {
    try make(0o700)
    let expected = StoreFailure.unfit(.baseDirectory, .wrongOwner(Self.own))
    #expect(failure(owner: Self.own &+ 1) == expected)
    #expect(try failureBelow(owner: Self.own &+ 1) == expected)
  }

  @Test("Files are opened and looked at below the path that was checked")
  func below() throws {
    try folder.write("content", to: "file")
    let directory = try CheckedPath(FilePath(Bytes.of(folder.url.path)), place: .baseDirectory, owner: Self.own)
    #expect(try directory.status(of: FilePath("file")).size == 7)
    var bytes = [UInt8](repeating: 0, count: 8)
    var room = bytes.mutableSpan
    #expect(try directory.open(FilePath("file"), .read).read(into: &room) == 7)
    #expect(throws: SystemFailure(.status, .noEntry)) { try directory.status(of: FilePath("absent")) }
    #expect(throws: SystemFailure(.open, .noEntry)) { _ = try directory.open(FilePath("absent"), .read) }
  }
}
