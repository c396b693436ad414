import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct LockTests {
  let store: TemporaryStore
  let alice: UserName

  init() throws {
    store = try TemporaryStore(lockWait: 0)
    alice = try TestRecord.user("alice")
    let opened = try store.open()
    try opened.enroll(alice, next: 1)
  }

  /// Whether the lock of a file or directory could be had just now.
  private func isFree(_ name: String, directory: Bool = false) -> Bool {
    let path = FilePath(Bytes.of(store.folder[name].path))
    guard let descriptor = try? FileDescriptor.open(path, directory ? .directory : .read) else { return false }
    return (try? descriptor.tryLock()) ?? false
  }

  private func stateFailure(_ opened: borrowing UserStore) -> StoreFailure? {
    do throws(StoreFailure) { _ = try opened.state(of: alice) } catch { return error }
    return nil
  }

  @Test("A lock that somebody else keeps is given up on when the wait is over", arguments: [0, 1, 5, 60] as [UInt32])
  func boundedWait(seconds: UInt32) throws {
    let location = StoreLocation(root: store.location.root, owner: store.location.owner, lockWait: seconds)
    let opened = try UserStore(location)
    let before = try store.files()
    let held = try opened.lockState(of: alice)
    cs_host_hurry(1)
    cs_host_fail(cs_host_flock, 0, 0)
    #expect(stateFailure(opened) == .locked(seconds: seconds))
    let tries = cs_host_count(cs_host_flock)
    #expect(tries >= 1 && tries <= seconds + 1)
    var failure: AdministrationFailure?
    do throws(AdministrationFailure) { try opened.remove(alice) } catch { failure = error }
    cs_host_hurry(0)
    #expect(failure == .store(.locked(seconds: seconds)))
    #expect(held.state.devices.count == 1)
    #expect(try store.holds(before))
  }

  @Test("A lock is free again when its holder lets go, whatever happened meanwhile")
  func released() throws {
    let opened = try store.open()
    do {
      let held = try opened.lockState(of: alice)
      #expect(held.state.devices.count == 1)
      #expect(stateFailure(opened) == .locked(seconds: 0))
    }
    #expect(stateFailure(opened) == nil)
    #expect(isFree(store.statePath(alice)) && isFree(TemporaryStore.states, directory: true))
  }

  @Test("Locks of different users are different, and a login needs none of the directory")
  func independent() throws {
    let opened = try store.open()
    let bob = try TestRecord.user("bob")
    try opened.enroll(bob)
    let held = try opened.lockState(of: bob)
    #expect(stateFailure(opened) == nil)
    let directory = try FileDescriptor.open(FilePath(Bytes.of(store.folder[TemporaryStore.states].path)), .directory)
    #expect(try directory.tryLock())
    #expect(stateFailure(opened) == nil)
    #expect(throws: AdministrationFailure.store(.locked(seconds: 0))) { try opened.enroll(alice, name: "Token") }
    #expect(held.state.devices.count == 1)
  }

  @Test("Both locks are held until the record has changed", arguments: [true, false])
  func heldDuringChange(removes: Bool) throws {
    let opened = try store.open()
    var free: [Bool] = []
    let call = removes ? cs_host_unlinkat : cs_host_renameat
    // Renaming replaces the record; removing takes the record away and then the state, after three names that a
    // killed command may have left.
    for nth in removes ? Int32(4)...5 : 1...1 {
      let happened = try Interruption.before(call, nth) {
        free += [isFree(store.statePath(alice)), isFree(TemporaryStore.states, directory: true)]
      } during: {
        if removes {
          try opened.remove(alice)
        } else {
          try opened.rename(device: 1, of: alice, to: TestRecord.name("x"))
        }
      }.hasHappened
      #expect(happened)
      if removes { try opened.enroll(alice) }
    }
    #expect(free.allSatisfy { !$0 })
  }

  @Test("A state file that was replaced before its lock was taken is not the one that is used")
  func replaced() throws {
    let opened = try store.open()
    let other = try store.open()
    let (state, happened) = try Interruption.before(cs_host_flock) {
      do {
        try other.remove(alice)
        try other.enroll(alice, next: 42)
      } catch {
        Issue.record(error)
      }
    } during: {
      try opened.state(of: alice)
    }
    #expect(happened)
    #expect(state.devices.map(\.nextMovingFactor) == [42])
  }

  @Test("A state file that was removed before its lock was taken is missing")
  func removed() throws {
    let opened = try store.open()
    let other = try store.open()
    let (failure, happened) = Interruption.before(cs_host_flock) {
      do { try other.remove(alice) } catch { Issue.record(error) }
    } during: {
      stateFailure(opened)
    }
    #expect(happened)
    #expect(failure == .unfit(.state, .missing))
  }

  @Test("A state is recorded in place, in the slot that does not serve")
  func recording() throws {
    let opened = try store.open()
    let path = store.statePath(alice)
    var before = try store.folder.read(path)
    for next in UInt64(10)...13 {
      var locked = try opened.lockState(of: alice)
      try locked.record(TestState.next(next))
      #expect(locked.state == TestState.next(next))
      let after = try store.folder.read(path)
      let changed = (0..<2).filter { slot in
        before[(slot * 2_048)..<((slot + 1) * 2_048)] != after[(slot * 2_048)..<((slot + 1) * 2_048)]
      }
      #expect(changed == [Int(next % 2)])
      before = after
    }
    #expect(try opened.state(of: alice) == TestState.next(13))
  }

  @Test(
    "A state that cannot be written is a failure and is not taken for the one that serves",
    arguments: [
      (cs_host_pwrite, SystemCall.write), (cs_host_fdatasync, .synchronize),
    ])
  func failedRecording(call: cs_host_call, name: SystemCall) throws {
    let opened = try store.open()
    var locked = try opened.lockState(of: alice)
    cs_host_fail(call, 1, EIO)
    var failure: StoreFailure?
    do throws(StoreFailure) { try locked.record(TestState.next(99)) } catch { failure = error }
    cs_host_fail(call, 0, 0)
    #expect(failure == .system(.state, SystemFailure(name, .inputOutput)))
    #expect(locked.state.devices.map(\.nextMovingFactor) == [1])
    try locked.record(TestState.next(100))
    #expect(locked.state == TestState.next(100))
  }

  @Test("A state with more devices than there is room for is refused and nothing is written")
  func tooManyDevices() throws {
    let opened = try store.open()
    let before = try store.files()
    var locked = try opened.lockState(of: alice)
    var failure: StoreFailure?
    do throws(StoreFailure) { try locked.record(TestState.full(devices: 21)) } catch { failure = error }
    #expect(failure == .fullState)
    #expect(try store.holds(before))
  }
}
