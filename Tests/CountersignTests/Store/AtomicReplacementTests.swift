import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct AtomicReplacementTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func write(_ text: String, in folder: TemporaryFolder) throws(StoreFailure) {
    let directory = try CheckedDirectory(
      FilePath(Bytes.of(folder.url.path)), place: .usersDirectory, owner: UserDatabase.effectiveUser)
    try AtomicReplacement.write(Bytes.of(text).span, to: FilePath("file"), in: directory, place: .record)
  }

  private func expectOnly(_ text: String) throws {
    #expect(try folder.names() == ["file"])
    #expect(Bytes.text(try folder.read("file")) == text)
    #expect(try folder.mode(of: "file") == 0o600)
  }

  @Test("Makes a file, and puts another in its place")
  func replacing() throws {
    try Self.write("first", in: folder)
    try expectOnly("first")
    let inode = try FileManager.default.attributesOfItem(atPath: folder["file"].path)[.systemFileNumber] as? UInt64
    try Self.write("the second one", in: folder)
    try expectOnly("the second one")
    #expect(
      try FileManager.default.attributesOfItem(atPath: folder["file"].path)[.systemFileNumber] as? UInt64 != inode)
  }

  @Test("What a crash left behind is in nobody's way")
  func leftover() throws {
    try folder.write("half of a rec", to: ".new")
    try folder.setMode(0o444, of: ".new")
    try Self.write("whole", in: folder)
    try expectOnly("whole")
    try FileManager.default.createSymbolicLink(atPath: folder[".new"].path, withDestinationPath: "file")
    try Self.write("again", in: folder)
    try expectOnly("again")
  }

  @Test("The file is open to its owner only, whatever the umask", arguments: [0, 0o022, 0o177, 0o777] as [UInt32])
  func modes(umask: UInt32) throws {
    let folder = folder
    OwnFileMode.run(umask: umask) { try? Self.write("text", in: folder) }
    try expectOnly("text")
  }

  @Test(
    "Whatever fails before the new name is there, the old file stays",
    arguments: [
      (cs_host_openat, 2, SystemCall.open), (cs_host_fchmod, 1, .changeMode), (cs_host_pwrite, 1, .write),
      (cs_host_fsync, 1, .synchronize), (cs_host_renameat, 1, .rename), (cs_host_unlinkat, 1, .unlink),
    ] as [(cs_host_call, Int32, SystemCall)])
  func failures(call: cs_host_call, nth: Int32, name: SystemCall) throws {
    try Self.write("old", in: folder)
    cs_host_fail(call, nth, ENOSPC)
    defer { cs_host_fail(call, 0, 0) }
    #expect(throws: StoreFailure.system(.record, SystemFailure(name, .noSpace))) { try Self.write("new", in: folder) }
    try expectOnly("old")
  }

  @Test("A directory that cannot be put on the disk is a failure")
  func directoryFailure() throws {
    try Self.write("old", in: folder)
    cs_host_fail(cs_host_fsync, 2, EIO)
    defer { cs_host_fail(cs_host_fsync, 0, 0) }
    #expect(throws: StoreFailure.system(.record, SystemFailure(.synchronize, .inputOutput))) {
      try Self.write("new", in: folder)
    }
    #expect(try folder.names() == ["file"])
  }
}
