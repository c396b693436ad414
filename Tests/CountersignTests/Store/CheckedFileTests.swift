import Foundation
import Testing

@testable import Countersign

/// Everything that can stand in a file's place is told apart, and nothing hangs.
@Suite struct CheckedFileTests {
  static let own = UserDatabase.effectiveUser
  static let isRoot = own == 0

  /// Something in place of the file `file`, and what must be said of it.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let unfitness: Unfitness
    let make: @Sendable (TemporaryFolder) throws -> Void
  }

  static let cases = [
    Case(testDescription: "missing", unfitness: .missing) { _ in },
    Case(testDescription: "empty", unfitness: .empty) { try $0.write("", to: "file") },
    Case(testDescription: "too short", unfitness: .wrongSize(3)) { try $0.write("123", to: "file") },
    Case(testDescription: "too long", unfitness: .wrongSize(9)) { try $0.write("123456789", to: "file") },
    Case(testDescription: "far too long", unfitness: .wrongSize(1 << 40)) { folder in
      try folder.write("12345", to: "file")
      try FileHandle(forWritingTo: folder["file"]).truncate(atOffset: 1 << 40)
    },
    Case(testDescription: "group may read", unfitness: .tooOpen(0o640)) { try $0.make(0o640) },
    Case(testDescription: "others may read", unfitness: .tooOpen(0o604)) { try $0.make(0o604) },
    Case(testDescription: "others may write", unfitness: .tooOpen(0o602)) { try $0.make(0o602) },
    Case(testDescription: "group may execute", unfitness: .tooOpen(0o610)) { try $0.make(0o610) },
    Case(testDescription: "set-uid and open", unfitness: .tooOpen(0o4644)) { try $0.make(0o4644) },
    Case(testDescription: "two names", unfitness: .hardLinked(2)) { folder in
      try folder.make(0o600)
      try FileManager.default.linkItem(at: folder["file"], to: folder["other"])
    },
    Case(testDescription: "symbolic link", unfitness: .symbolicLink) { folder in
      try folder.write("12345", to: "other")
      try FileManager.default.createSymbolicLink(atPath: folder["file"].path, withDestinationPath: "other")
    },
    Case(testDescription: "symbolic link to nothing", unfitness: .symbolicLink) { folder in
      try FileManager.default.createSymbolicLink(atPath: folder["file"].path, withDestinationPath: "nowhere")
    },
    Case(testDescription: "FIFO", unfitness: .notRegularFile) { #expect($0.makeNode("file", type: S_IFIFO) == 0) },
    Case(testDescription: "socket", unfitness: .notRegularFile) { #expect($0.makeNode("file", type: S_IFSOCK) == 0) },
    Case(testDescription: "directory", unfitness: .notRegularFile) { folder in
      try FileManager.default.createDirectory(at: folder["file"], withIntermediateDirectories: false)
    },
  ]

  private func open(
    _ folder: TemporaryFolder, _ mode: FileDescriptor.Mode, owner: UInt32 = CheckedFileTests.own
  ) throws(StoreFailure) -> [UInt8] {
    let directory = try CheckedDirectory(FilePath(Bytes.of(folder.url.path)), place: .usersDirectory, owner: Self.own)
    let file = try CheckedFile(
      FilePath("file"), in: directory, mode: mode, place: .record, owner: owner, sizes: 4...8)
    return try file.content(place: .record)
  }

  private func expectUnfit(_ folder: TemporaryFolder, _ unfitness: Unfitness, owner: UInt32 = Self.own) {
    for mode in [FileDescriptor.Mode.read, .update] {
      #expect(throws: StoreFailure.unfit(.record, unfitness)) { try open(folder, mode, owner: owner) }
    }
  }

  @Test("Each is its own failure", arguments: cases)
  func unfit(case trap: Case) throws {
    let folder = try TemporaryFolder()
    try trap.make(folder)
    expectUnfit(folder, trap.unfitness)
  }

  @Test("A file of the right kind is read whole", arguments: [4, 5, 8], [0o600, 0o400, 0o700])
  func fit(size: Int, mode: Int) throws {
    let folder = try TemporaryFolder()
    let content = Array(Bytes.of("12345678").prefix(size))
    try folder.write(content, to: "file")
    try folder.setMode(mode, of: "file")
    #expect(try open(folder, .read) == content)
  }

  @Test("A file of somebody else is named with its owner")
  func wrongOwner() throws {
    let folder = try TemporaryFolder()
    try folder.make(0o600)
    expectUnfit(folder, .wrongOwner(Self.own), owner: Self.own &+ 1)
  }

  @Test("A file given to somebody else is refused", .enabled(if: isRoot))
  func foreignOwner() throws {
    let folder = try TemporaryFolder()
    try folder.make(0o600)
    try #require(folder.give("file", to: 65_534) == 0)
    expectUnfit(folder, .wrongOwner(65_534))
  }

  @Test("A device is not opened for good", .enabled(if: isRoot), arguments: [(1, 3), (1, 8), (5, 0), (4, 64)])
  func devices(major: UInt32, minor: UInt32) throws {
    let folder = try TemporaryFolder()
    let made = folder.makeNode("file", type: S_IFCHR, device: dev_t(major << 8 | minor))
    // In some containers not even root may make devices.
    guard made == 0 else { return }
    for mode in [FileDescriptor.Mode.read, .update] {
      var failure: StoreFailure?
      do throws(StoreFailure) { _ = try open(folder, mode) } catch { failure = error }
      let isToldApart = failure == .unfit(.record, .notRegularFile)
        || failure == .system(.record, SystemFailure(.open, .accessDenied))
      #expect(isToldApart, "\(String(describing: failure))")
    }
  }

  @Test("What may not be read is a failure of the system, not an absent file", .enabled(if: !isRoot))
  func unreadable() throws {
    let folder = try TemporaryFolder()
    try folder.make(0o000)
    #expect(throws: StoreFailure.system(.record, SystemFailure(.open, .accessDenied))) { try open(folder, .read) }
  }

  @Test("A file that shrinks behind the check is of the wrong size")
  func shrinking() throws {
    let folder = try TemporaryFolder()
    try folder.write("12345", to: "file")
    let directory = try CheckedDirectory(FilePath(Bytes.of(folder.url.path)), place: .usersDirectory, owner: Self.own)
    let file = try CheckedFile(
      FilePath("file"), in: directory, mode: .read, place: .record, owner: Self.own, sizes: 1...8)
    try FileHandle(forWritingTo: folder["file"]).truncate(atOffset: 2)
    #expect(throws: StoreFailure.unfit(.record, .wrongSize(2))) { _ = try file.content(place: .record) }
  }
}

extension TemporaryFolder {
  /// A file of a good size with these permission bits.
  fileprivate func make(_ mode: Int) throws {
    try write("12345", to: "file")
    try setMode(mode, of: "file")
  }
}
