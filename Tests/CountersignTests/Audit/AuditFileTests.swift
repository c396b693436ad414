import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct AuditFileTests {
  /// What a write gives.
  private static func failure(_ bench: AuditBench, _ number: Int = 9) throws -> StoreFailure? {
    let event = try AuditBench.login(number)
    do throws(StoreFailure) {
      try bench.audit.append(event)
      return nil
    } catch {
      return error
    }
  }

  @Test("The first line makes the file, root's alone, whatever the umask", arguments: [0, 0o077, 0o777] as [UInt32])
  func creation(umask: UInt32) throws {
    let bench = try AuditBench()
    OwnFileMode.run(umask: umask) { try? bench.append(1...1) }
    #expect(try bench.names() == ["audit.jsonl"])
    #expect(try bench.store.folder.mode(of: AuditBench.file) == 0o600)
    #expect(try bench.verify().lines == 1)
  }

  @Test("Steps and lost lines are not for the file")
  func notForTheFile() throws {
    let bench = try AuditBench()
    try bench.audit.append(.step(try AuditBench.request(), .settled(.enrolled)))
    try bench.audit.append(.auditLost(.damagedState))
    #expect(try bench.names() == [])
  }

  @Test("A directory that is missing or not root's alone is not written to")
  func directory() throws {
    let bench = try AuditBench()
    try bench.store.folder.setMode(0o750, of: TemporaryStore.audit)
    #expect(try Self.failure(bench) == .unfit(.auditDirectory, .tooOpen(0o750)))
    #expect(try bench.names() == [])
    try FileManager.default.removeItem(at: bench.store.folder[TemporaryStore.audit])
    #expect(try Self.failure(bench) == .unfit(.auditDirectory, .missing))
    try bench.store.folder.write("", to: TemporaryStore.audit)
    #expect(try Self.failure(bench) == .unfit(.auditDirectory, .notDirectory))
    try FileManager.default.removeItem(at: bench.store.folder[TemporaryStore.audit])
    try FileManager.default.createSymbolicLink(
      atPath: bench.store.folder[TemporaryStore.audit].path, withDestinationPath: "../lib/countersign")
    #expect(try Self.failure(bench) == .unfit(.auditDirectory, .notDirectory))
  }

  @Test("A file that is a link, open to others, or no file is not written to")
  func unfit() throws {
    let bench = try AuditBench()
    try bench.append(1...1)
    let folder = bench.store.folder
    try folder.setMode(0o640, of: AuditBench.file)
    #expect(try Self.failure(bench) == .unfit(.auditFile, .tooOpen(0o640)))
    try folder.setMode(0o600, of: AuditBench.file)
    try FileManager.default.linkItem(at: folder[AuditBench.file], to: folder["other"])
    #expect(try Self.failure(bench) == .unfit(.auditFile, .hardLinked(2)))
    try FileManager.default.removeItem(at: folder["other"])
    #expect(try Self.failure(bench) == nil)
    try FileManager.default.moveItem(at: folder[AuditBench.file], to: folder["other"])
    try FileManager.default.createSymbolicLink(atPath: folder[AuditBench.file].path, withDestinationPath: "/dev/null")
    #expect(try Self.failure(bench) == .unfit(.auditFile, .symbolicLink))
    try FileManager.default.removeItem(at: folder[AuditBench.file])
    #expect(folder.makeNode(AuditBench.file, type: S_IFIFO) == 0)
    #expect(try Self.failure(bench) == .unfit(.auditFile, .notRegularFile))
    try FileManager.default.removeItem(at: folder[AuditBench.file])
    try FileManager.default.createDirectory(at: folder[AuditBench.file], withIntermediateDirectories: false)
    #expect(try Self.failure(bench) == .unfit(.auditFile, .notRegularFile))
  }

  @Test("A file of another user is not written to", .enabled(if: UserDatabase.effectiveUser == 0))
  func owner() throws {
    let bench = try AuditBench()
    try bench.append(1...1)
    #expect(bench.store.folder.give(AuditBench.file, to: 65_534) == 0)
    #expect(try Self.failure(bench) == .unfit(.auditFile, .wrongOwner(65_534)))
  }

  @Test("A lock that another process holds is given up on, and nothing is written")
  func locked() throws {
    let bench = try AuditBench(lockWait: 1)
    try bench.append(1...1)
    let before = try bench.bytes()
    let holder = try FileDescriptor.open(
      FilePath(Bytes.of(bench.store.folder[AuditBench.file].path)), .read)
    #expect(try holder.tryLock())
    cs_host_hurry(1)
    defer { cs_host_hurry(0) }
    #expect(try Self.failure(bench) == .locked(seconds: 1))
    #expect(try bench.bytes() == before)
    withExtendedLifetime(holder) {}
  }

  @Test("Wherever the disk is full, half a line is taken back, and the next one goes on")
  func fullDisk() throws {
    let bench = try AuditBench()
    try bench.append(1...1)
    let before = try bench.bytes()
    for room in [0, 1, 100, before.count - 1] {
      cs_host_leave_room(Int64(room))
      let failure = try Self.failure(bench)
      cs_host_leave_room(-1)
      #expect(failure == .system(.auditFile, SystemFailure(.write, .noSpace)))
      #expect(try bench.bytes() == before)
    }
    try bench.append(2...2)
    #expect(try bench.verify().lines == 2)
  }

  @Test("Half a line that cannot be taken back is marked by the next one")
  func fullDiskAndMore() throws {
    let bench = try AuditBench()
    try bench.append(1...1)
    cs_host_leave_room(100)
    cs_host_fail(cs_host_ftruncate, 1, 5)
    _ = try Self.failure(bench)
    cs_host_leave_room(-1)
    cs_host_fail(cs_host_ftruncate, 0, 0)
    let unfinished = try bench.verify()
    #expect(unfinished.problem == nil && unfinished.remarks.map(\.remark) == [.unfinished(bytes: 100)])
    try bench.append(2...3)
    let verification = try bench.verify()
    #expect(verification.problem == nil && verification.lines == 3)
    #expect(verification.remarks.map(\.remark) == [.torn(bytes: 100)])
  }

  @Test("Killed after any byte of a line, or of the first line of all, the next ones go on and say what happened")
  func killedWhileWriting() throws {
    let bench = try AuditBench()
    try bench.append(1...2)
    let whole = try bench.bytes()
    let first = whole.prefix { $0 != 10 }.count + 1
    for length in 0...whole.count {
      try bench.put(Array(whole.prefix(length)))
      try bench.append(3...4)
      let verification = try bench.verify()
      let torn = length < first - 1 ? length : length < first ? 0 : length < whole.count - 1 ? length - first : 0
      #expect(verification.problem == nil, "\(length)")
      #expect(verification.remarks.map(\.remark) == (torn > 0 ? [.torn(bytes: UInt64(torn))] : []), "\(length)")
      #expect(try bench.logins().suffix(2) == [3, 4], "\(length)")
    }
  }

  @Test("Torn twice in a row, or with room that was never filled, the chain goes on")
  func tornTwice() throws {
    let bench = try AuditBench()
    try bench.append(1...1)
    let line = try bench.bytes()
    try bench.put(line + line.prefix(40) + [10] + line.prefix(60) + [0, 0, 0])
    try bench.append(2...2)
    let verification = try bench.verify()
    #expect(verification.problem == nil && verification.remarks.map(\.remark) == [.torn(bytes: 104)])
  }

  @Test("What something else wrote keeps nobody out, and shows")
  func foreign() throws {
    for text in ["hello\n", "hello", "\n", "{}\n{}\n"] {
      let bench = try AuditBench()
      try bench.append(1...1)
      try bench.put(try bench.bytes() + Bytes.of(text))
      try bench.append(2...2)
      #expect(try bench.logins() == [1, 2])
      #expect(try bench.verify().problem?.problem == .noLine)
      try bench.put(Bytes.of(text))
      try bench.append(3...3)
      #expect(try bench.logins() == [3])
    }
    let bench = try AuditBench()
    try bench.append(1...1)
    let line = try bench.bytes()
    try bench.put(line + [UInt8](repeating: 0x78, count: 60_000))
    try bench.append(2...2)
    #expect(try bench.verify().problem?.problem == .noLine)
    try bench.put(line + [UInt8](repeating: 0x78, count: 70_000))
    try bench.append(3...4)
    #expect(try bench.logins() == [1, 3, 4])
    #expect(Bytes.text(try bench.bytes()).contains(#""event":"restarted""#))
    #expect(try bench.verify().problem?.problem == .noLine)
  }

  @Test("What cannot be read, looked at or locked is an outcome of its own, and changes nothing")
  func faults() throws {
    let bench = try AuditBench()
    try bench.append(1...1)
    let before = try bench.bytes()
    let faults: [(cs_host_call, Int32, SystemCall)] = [
      (cs_host_openat, 1, .open), (cs_host_flock, 1, .lock), (cs_host_pread, 1, .read), (cs_host_write, 1, .write),
    ]
    for (call, nth, name) in faults {
      cs_host_fail(call, nth, 5)
      let failure = try Self.failure(bench)
      cs_host_fail(call, 0, 0)
      #expect(failure == .system(.auditFile, SystemFailure(name, .inputOutput)))
      #expect(try bench.bytes() == before)
    }
    let clock = AuditFile(
      bench.store.location, clock: { () throws(SystemFailure) in throw SystemFailure(.clock, .invalid) })
    #expect(throws: StoreFailure.system(.auditFile, SystemFailure(.clock, .invalid))) {
      try clock.append(.noUser)
    }
  }
}
