import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct AuditRotationTests {
  @Test("A file that is large enough is followed by a new one; nine older ones are kept, and the chain goes on")
  func rotation() throws {
    let bench = try AuditBench(limit: 1_000)
    try bench.append(1...60)
    #expect(try bench.names().count == 1 + AuditFile.oldest)
    let verification = try bench.verify()
    #expect(verification.problem == nil && verification.remarks.map(\.remark) == [.continued])
    let logins = try bench.logins()
    #expect(logins == Array((61 - logins.count)...60) && logins.count > 20)
    for number in 0...AuditFile.oldest {
      let name = AuditBench.file + (number == 0 ? "" : ".\(number)")
      #expect(try bench.store.folder.mode(of: name) == 0o600)
    }
  }

  @Test("On demand, once; a file without lines is not worth it")
  func onDemand() throws {
    let bench = try AuditBench()
    #expect(try bench.audit.rotate() == nil)
    try bench.append(1...2)
    let link = try bench.audit.rotate()
    #expect(link?.sequence == 3)
    #expect(try bench.names() == ["audit.jsonl.1"])
    #expect(try bench.verify().head == link)
    try bench.append(3...3)
    #expect(try bench.names() == ["audit.jsonl", "audit.jsonl.1"])
    #expect(try bench.verify().head.sequence == 5)
  }

  @Test("Killed at any step, the next login finishes it; no line is lost and none is there twice", arguments: 1...8)
  func killed(step: Int32) throws {
    let failures: [(cs_host_call, Int, Int32)] = [
      (cs_host_renameat, 4, EIO), (cs_host_openat, 4, EMFILE), (cs_host_write, 0, EIO), (cs_host_fchmod, 2, EIO),
    ]
    for (call, older, error) in failures {
      let bench = try AuditBench()
      for number in 0..<older {
        try bench.append((number + 1)...(number + 1))
        _ = try bench.audit.rotate()
      }
      try bench.append(21...22)
      let small = AuditFile(
        bench.store.location, limit: 100, lockWait: 5, clock: { () throws(SystemFailure) in AuditBench.time })
      let event = try AuditBench.login(23)
      cs_host_fail(call, step, error)
      let isLost = (try? small.append(event)) == nil
      cs_host_fail(call, 0, 0)
      try bench.append(24...25)
      let expected = Array(1..<(older + 1)) + [21, 22] + (isLost ? [] : [23]) + [24, 25]
      #expect(try bench.logins() == expected, "\(call) \(step)")
      let verification = try bench.verify()
      #expect(verification.problem == nil && verification.remarks.isEmpty, "\(call) \(step)")
      #expect((older + 1...older + 2).contains(try bench.names().count), "\(call) \(step)")
    }
  }

  @Test("A rotation that is killed and done again drops no older file too many")
  func holes() throws {
    let bench = try AuditBench()
    for number in 1...9 {
      try bench.append(number...number)
      _ = try bench.audit.rotate()
    }
    try bench.append(10...10)
    for step in 2...9 as ClosedRange<Int32> {
      cs_host_fail(cs_host_renameat, step, 5)
      _ = try? bench.audit.rotate()
      cs_host_fail(cs_host_renameat, 0, 0)
    }
    try bench.append(11...11)
    #expect(try bench.logins() == Array(2...11))
    #expect(try bench.verify().problem == nil)
  }

  @Test("Who waited for a file that was rotated meanwhile writes to the new one", arguments: [1, 2, 10])
  func renamedMeanwhile(times: Int) throws {
    let bench = try AuditBench()
    try bench.append(1...1)
    let (_, hasHappened) = try Interruption.before(cs_host_flock, 1) {
      for number in 1...times {
        _ = try? bench.audit.rotate()
        try? bench.append((10 + number)...(10 + number))
      }
    } during: {
      try bench.append(30...30)
    }
    #expect(hasHappened)
    #expect(try bench.logins() == (times == 10 ? [] : [1]) + Array(11...(10 + times)) + [30])
    #expect(try bench.verify().problem == nil)
  }

  @Test("Who finds no file makes one, and only one of many begins it")
  func begunMeanwhile() throws {
    for call in [cs_host_flock, cs_host_openat] {
      for nth in 1...3 as ClosedRange<Int32> {
        let bench = try AuditBench()
        try bench.append(1...1)
        _ = try bench.audit.rotate()
        let (_, hasHappened) = try Interruption.before(call, nth) {
          try? bench.append(2...2)
        } during: {
          try bench.append(3...3)
        }
        #expect(try bench.logins() == (hasHappened ? [1, 2, 3] : [1, 3]), "\(call) \(nth)")
        #expect(try bench.verify().problem == nil)
      }
    }
  }

  @Test("Renamed by something else, the new file goes on where the old one ended")
  func renamedByOthers() throws {
    let bench = try AuditBench()
    try bench.append(1...2)
    try FileManager.default.moveItem(
      at: bench.store.folder[AuditBench.file], to: bench.store.folder[AuditBench.file + ".1"])
    try bench.append(3...3)
    #expect(try bench.verify().problem == nil)
    #expect(try bench.verify().lines == 4)
    try bench.store.folder.setMode(0o644, of: AuditBench.file + ".1")
    try FileManager.default.removeItem(at: bench.store.folder[AuditBench.file])
    try bench.append(4...4)
    #expect(try bench.verify().problem?.problem == .restarted)
  }

  @Test("Many writers at once: the chain holds, through every rotation")
  func concurrency() throws {
    let bench = try AuditBench(limit: 4_000, lockWait: 60)
    defer { bench.store.folder.remove() }
    let done = DispatchGroup()
    for thread in 0..<16 {
      done.enter()
      Thread {
        do { for _ in 0..<8 { try bench.append(thread...thread) } } catch { Issue.record(error) }
        done.leave()
      }.start()
    }
    done.wait()
    #expect(try bench.verify().problem == nil)
    let logins = try bench.logins()
    // 128 lines of 260 bytes need all the older files there are, and no more.
    #expect(logins.count == 128 && (0..<16).allSatisfy { thread in logins.count { $0 == thread } == 8 })
  }
}
