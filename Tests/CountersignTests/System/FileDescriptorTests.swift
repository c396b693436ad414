import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct FileDescriptorTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ name: String) -> FilePath { FilePath(Bytes.of(folder.url.path + "/" + name)) }

  @Test("No program started later inherits it")
  func closeOnExec() throws {
    try folder.write("x", to: "file")
    let directory = try FileDescriptor.open(FilePath(Bytes.of(folder.url.path)), .directory)
    try expectCloseOnExec(directory)
    try expectCloseOnExec(try FileDescriptor.open(path("file"), .read))
    try expectCloseOnExec(try FileDescriptor.open(path("file"), .update))
    try expectCloseOnExec(try FileDescriptor.open(path("file"), .append))
    try expectCloseOnExec(try FileDescriptor.open(path("file"), .readThroughLinks))
    try expectCloseOnExec(try directory.open(FilePath("new"), .new(permissions: 0o600)))
    try expectCloseOnExec(try directory.open(FilePath("first"), .appendOrCreate(permissions: 0o600)))
    try expectCloseOnExec(try directory.open(FilePath("first"), .appendOrCreate(permissions: 0o600)))
  }

  private func expectCloseOnExec(_ descriptor: borrowing FileDescriptor) throws {
    let number = descriptor.number
    #expect(fcntl(number, F_GETFD) == FD_CLOEXEC)
  }

  @Test("Follows no symbolic link in the last place")
  func symbolicLinks() throws {
    try folder.write("x", to: "file")
    try FileManager.default.createSymbolicLink(at: folder["link"], withDestinationURL: folder["file"])
    try FileManager.default.createSymbolicLink(at: folder["directory-link"], withDestinationURL: folder.url)
    #expect(throws: SystemFailure(.open, .tooManyLinks)) { _ = try FileDescriptor.open(path("link"), .read) }
    #expect(throws: SystemFailure(.open, .tooManyLinks)) { _ = try FileDescriptor.open(path("link"), .update) }
    #expect(throws: SystemFailure(.open, .exists)) {
      _ = try FileDescriptor.open(path("link"), .new(permissions: 0o600))
    }
    #expect(throws: SystemFailure(.open, .notDirectory)) {
      _ = try FileDescriptor.open(path("directory-link"), .directory)
    }
  }

  @Test("Is closed when its owner lets go")
  func closing() throws {
    try folder.write("x", to: "file")
    let number = try numberOfClosed()
    // The number may be another test's by now, but not for this file.
    let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
    #expect(link != folder["file"].path)
  }

  private func numberOfClosed() throws -> Int32 {
    let descriptor = try FileDescriptor.open(path("file"), .read)
    return descriptor.number
  }

  @Test(
    "A path with NUL inside, or none, is refused by every call", arguments: [[], [0], [0x61, 0, 0x62]] as [[UInt8]])
  func malformedPaths(bytes: [UInt8]) throws {
    let invalid = Errno(rawValue: EINVAL)
    let directory = try FileDescriptor.open(FilePath(Bytes.of(folder.url.path)), .directory)
    let bad = FilePath(bytes)
    #expect(failure { () throws(SystemFailure) in _ = try directory.open(bad, .read) } == SystemFailure(.open, invalid))
    #expect(
      failure { () throws(SystemFailure) in _ = try directory.status(of: bad) } == SystemFailure(.status, invalid))
    #expect(failure { () throws(SystemFailure) in try directory.unlink(bad) } == SystemFailure(.unlink, invalid))
    #expect(
      failure { () throws(SystemFailure) in try directory.rename(bad, to: FilePath("b")) }
        == SystemFailure(.rename, invalid))
    #expect(
      failure { () throws(SystemFailure) in try directory.rename(FilePath("b"), to: bad) }
        == SystemFailure(.rename, invalid))
  }

  private func failure(_ body: () throws(SystemFailure) -> Void) -> SystemFailure? {
    do { try body() } catch { return error }
    return nil
  }

  @Test("Reads up to the end, from any place")
  func reading() throws {
    try folder.write("0123456789", to: "file")
    let descriptor = try FileDescriptor.open(path("file"), .read)
    for (offset, size, expected) in [(0, 4, "0123"), (8, 4, "89"), (10, 4, ""), (100, 1, ""), (0, 20, "0123456789")] {
      var buffer = [UInt8](repeating: 0, count: size)
      var room = buffer.mutableSpan
      let count = try descriptor.read(into: &room, at: Int64(offset))
      #expect(Bytes.text(Array(buffer.prefix(count))) == expected)
    }
  }

  @Test("Interrupted reading and writing goes on")
  func interruptions() throws {
    let descriptor = try FileDescriptor.open(path("file"), .new(permissions: 0o600))
    cs_host_fail(cs_host_pwrite, 1, EINTR)
    cs_host_fail(cs_host_pread, 1, EINTR)
    let written = Bytes.of("abc")
    try descriptor.write(written.span)
    var buffer = [UInt8](repeating: 0, count: 3)
    var room = buffer.mutableSpan
    #expect(try descriptor.read(into: &room) == 3)
    #expect(buffer == written)
    #expect(cs_host_count(cs_host_pwrite) == 2)
    cs_host_fail(cs_host_pwrite, 0, 0)
    cs_host_fail(cs_host_pread, 0, 0)
  }

  @Test("A file can be locked once, whoever holds it, until the holder lets go")
  func locks() throws {
    try folder.write("x", to: "file")
    let second = try FileDescriptor.open(path("file"), .update)
    do {
      let first = try FileDescriptor.open(path("file"), .update)
      #expect(try first.tryLock())
      #expect(try !second.tryLock())
    }
    #expect(try second.tryLock())
  }

  @Test("Lists every name, of any bytes")
  func names() throws {
    let directory = try FileDescriptor.open(FilePath(Bytes.of(folder.url.path)), .directory)
    let odd: [UInt8] = [0xFF, 0x0A, 0x2D]
    _ = try directory.open(FilePath(odd), .new(permissions: 0o600))
    _ = try directory.open(FilePath("b"), .new(permissions: 0o600))
    #expect(Set(try directory.names()) == [odd, Bytes.of("b"), Bytes.of("."), Bytes.of("..")])
    try folder.write("x", to: "file")
    let file = try FileDescriptor.open(path("file"), .read)
    #expect(throws: SystemFailure(.list, .notDirectory)) { _ = try file.names() }
  }
}
