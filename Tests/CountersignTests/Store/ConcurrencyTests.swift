import Foundation
import Testing

@testable import Countersign

/// Many administrators and logins at once: no change is lost.
@Suite struct ConcurrencyTests {
  /// Runs `body` once on each of so many threads and waits for all.
  private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) {
    let done = DispatchGroup()
    for index in 0..<count {
      done.enter()
      Thread {
        do { try body(index) } catch { Issue.record(error, "thread \(index)") }
        done.leave()
      }.start()
    }
    done.wait()
  }

  @Test("Administrators do not undo each other's changes")
  func administration() throws {
    let store = try TemporaryStore(lockWait: 60)
    defer { store.folder.remove() }
    let alice = try TestRecord.user("alice")
    let opened = try store.open()
    try opened.enroll(alice, name: "first")
    onThreads(8) { thread in
      // 25 operations: 9 enrolments, 8 removals, 8 renamings.
      let own = try UserStore(store.location)
      var kept = try own.enroll(alice, name: "\(thread).0", next: UInt64(thread))
      for round in 1...8 {
        let next = try own.enroll(alice, name: "\(thread).\(round)", next: UInt64(thread))
        try own.remove(device: kept.id, of: alice, allowLast: false)
        try own.rename(device: next.id, of: alice, to: TestRecord.name("\(thread).\(round) renamed"))
        kept = next
      }
    }
    let record = try #require(try opened.record(of: alice))
    let names = Set(record.devices.map { Bytes.text($0.name.bytes) })
    #expect(names == Set(["first"] + (0..<8).map { "\($0).8 renamed" }))
    #expect(record.devices.count == 9)
    #expect(record.nextDevice == 1 + 1 + 8 * 9)
    let state = try opened.state(of: alice)
    for device in record.devices where device.id > 1 {
      let thread = Bytes.text(device.name.bytes).prefix(1)
      #expect(state.device(device.id)?.nextMovingFactor == UInt64(thread))
    }
  }

  @Test("Logins and administrators do not undo each other's changes")
  func loginsBesideAdministration() throws {
    let store = try TemporaryStore(lockWait: 60)
    defer { store.folder.remove() }
    let alice = try TestRecord.user("alice")
    let opened = try store.open()
    try opened.enroll(alice, name: "first")
    onThreads(4) { thread in
      let own = try UserStore(store.location)
      for round in 0..<25 {
        if thread == 0 {
          try own.enroll(alice, name: "device \(round)")
          let record = try own.record(of: alice)
          if let last = record?.devices.last { try own.remove(device: last.id, of: alice, allowLast: false) }
        } else {
          var locked = try own.lockState(of: alice)
          var state = locked.state
          guard var device = state.device(1) else { throw StoreFailure.incompleteState }
          device.nextMovingFactor += 1
          state.set(device)
          try locked.record(state)
        }
      }
    }
    #expect(try opened.state(of: alice).device(1)?.nextMovingFactor == 75)
    #expect(try opened.record(of: alice)?.devices.map(\.id) == [1])
  }

  @Test("Whoever enrols first enrols, and the others add to it")
  func firstEnrolment() throws {
    let store = try TemporaryStore(lockWait: 60)
    defer { store.folder.remove() }
    let alice = try TestRecord.user("alice")
    onThreads(8) { thread in
      let own = try UserStore(store.location)
      try own.enroll(alice, name: "\(thread)")
    }
    let opened = try store.open()
    #expect(try opened.record(of: alice)?.devices.count == 8)
    #expect(try opened.state(of: alice).devices.count == 8)
  }
}
