import OATH
import Testing

@testable import Countersign

/// What `unlock` and `resync` do to the store.
@Suite struct RepairTests {
  static let now: UInt64 = 1_800_000_000

  let store: TemporaryStore
  let alice: UserName

  init() throws {
    store = try TemporaryStore()
    alice = try TestRecord.user("alice")
  }

  /// Puts misses on the disk, and something else in every field that must stay.
  private func enroll(misses: [UInt32], recovery: UInt32) throws -> UserState {
    let opened = try store.open()
    for index in misses.indices { try opened.enroll(alice, name: "Device \(index + 1)", next: 77) }
    try opened.change(alice) { (stored, _) throws(AdministrationFailure) in
      for (index, count) in misses.enumerated() {
        stored.state.devices[index].misses.count = count
        stored.state.devices[index].misses.last = Self.now
        stored.state.devices[index].lastUsed = 5
        stored.state.devices[index].drift = 2
      }
      stored.state.recoveryUsed = 5
      stored.state.recoveryMisses.count = recovery
      stored.state.recoveryMisses.last = Self.now
    }
    return try opened.state(of: alice)
  }

  private func counts(_ cleared: [ClearedMisses]) -> [String] {
    cleared.map { cleared in
      let name =
        switch cleared.factor {
        case .device(let device): "\(device.id)"
        case .recoveryCodes: "recovery"
        case .temporaryCode: "temporary"
        case .sendings(let device, _): "\(device.id) sent"
        }
      return "\(name):\(cleared.misses.count)"
    }
  }

  @Test("Unlocking clears what was asked for and nothing else", arguments: [
    (.all, ["1:3", "3:100", "recovery:10", "temporary:7"]), (.device(1), ["1:3"]), (.device(2), []), (.device(3), ["3:100"]),
    (.recoveryCodes, ["recovery:10"]), (.temporaryCode, ["temporary:7"]),
  ] as [(UserStore.FactorScope, [String])])
  func unlock(scope: UserStore.FactorScope, expected: [String]) throws {
    var state = try enroll(misses: [3, 0, 100], recovery: 10)
    let opened = try store.open()
    try opened.change(alice) { (stored, _) throws(AdministrationFailure) in
      stored.state.temporaryMisses.count = 7
      stored.state.temporaryMisses.last = Self.now
    }
    state.temporaryMisses.count = 7
    state.temporaryMisses.last = Self.now
    let record = try opened.record(of: alice)
    let cleared = try opened.unlock(scope, of: alice)
    #expect(counts(cleared) == expected)
    for cleared in cleared {
      switch cleared.factor {
      case .device(let cleared):
        var device = try #require(state.device(cleared.id))
        device.misses = MissCount()
        state.set(device)
      case .recoveryCodes: state.recoveryMisses = MissCount()
      case .temporaryCode: state.temporaryMisses = MissCount()
      case .sendings: Issue.record("no device that codes are sent to")
      }
    }
    #expect(try opened.state(of: alice) == state)
    #expect(try opened.record(of: alice) == record)
    let again = try opened.unlock(scope, of: alice)
    #expect(again.isEmpty)
  }

  @Test("Where there is nothing to clear nothing is written")
  func nothing() throws {
    _ = try enroll(misses: [0], recovery: 0)
    let before = try store.files()
    let opened = try store.open()
    let cleared = try opened.unlock(.all, of: alice)
    #expect(cleared.isEmpty)
    #expect(try store.holds(before))
  }

  @Test("What is not there cannot be unlocked or resynchronised")
  func missing() throws {
    let opened = try store.open()
    func failures() -> [AdministrationFailure?] {
      var failures: [AdministrationFailure?] = []
      for scope in [.device(9), .all] as [UserStore.FactorScope] {
        do throws(AdministrationFailure) { _ = try opened.unlock(scope, of: alice) } catch { failures.append(error) }
      }
      let code = Bytes.of("755224")
      do throws(AdministrationFailure) {
        _ = try opened.resynchronise(device: 9, of: alice, first: code.span, second: code.span, now: 0)
      } catch {
        failures.append(error)
      }
      return failures
    }
    #expect(failures() == [.notEnrolled, .notEnrolled, .notEnrolled])
    try opened.enroll(alice)
    #expect(failures() == [.noSuchDevice, .noSuchDevice])
  }

  @Test("A device that was found goes on from there, the others stay")
  func resynchronised() throws {
    let before = try enroll(misses: [100, 4], recovery: 3)
    let opened = try store.open()
    let step = Self.now / 30 - 1_440
    let codes = (try Codes.text(step), try Codes.text(step + 1))
    let finding = try opened.resynchronise(
      device: 1, of: alice, first: Bytes.of(codes.0).span, second: Bytes.of(codes.1).span, now: Self.now)
    #expect(finding == .inStep(drift: -1_439))
    let after = try opened.state(of: alice)
    let device = try #require(after.device(1))
    #expect(device.nextMovingFactor == step + 2 && device.drift == -1_439 && device.misses == MissCount())
    #expect(after.device(2) == before.device(2) && after.recoveryMisses == before.recoveryMisses)
    let files = try store.files()
    let again = try opened.resynchronise(
      device: 1, of: alice, first: Bytes.of(codes.0).span, second: Bytes.of(codes.1).span, now: Self.now)
    #expect(again == .used)
    #expect(try store.holds(files))
  }
}
