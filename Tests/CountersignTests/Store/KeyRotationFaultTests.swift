import CTestHost
import Foundation
import Testing

@testable import Countersign

/// Every system call of a rotation is made to fail once, and before every one of them somebody looks: each record opens
/// at every moment, and the next rotation comes to the end.
@Suite struct KeyRotationFaultTests {
  /// What a rotation makes; a state is nothing that it writes.
  static let calls = AdministrationFaultTests.calls.filter { $0 != cs_host_fdatasync && $0 != cs_host_pwrite }
    + [cs_host_pwrite]

  @Test("A failed rotation leaves every record readable, and the next one ends", arguments: calls)
  func failures(call: cs_host_call) throws {
    var failed = 0
    for nth in Int32(1)... {
      let bench = try RotationBench()
      let earlier = try bench.store.open()
      cs_host_fail(call, nth, EIO)
      let outcome = try? bench.rotate()
      let wasMade = cs_host_count(call) >= nth
      cs_host_fail(call, 0, 0)
      guard wasMade else { break }
      failed += 1
      #expect(try bench.isWhole(earlier), "call \(nth)")
      #expect(try bench.isWhole(try bench.store.open()), "call \(nth)")
      for directory in ["etc/countersign", TemporaryStore.users, TemporaryStore.states] {
        #expect(try !bench.store.folder.names(in: directory).contains(".new"), "call \(nth)")
      }
      if outcome?.finished != nil { try bench.expectFinished("call \(nth)") }
      #expect(try bench.rotate().finished != nil, "call \(nth): the next one does not end")
      try bench.expectFinished("call \(nth)")
      #expect(try bench.isWhole(earlier), "call \(nth)")
    }
    #expect(failed > 0)
  }

  @Test("Before each of its calls every record opens, for who comes and for who is there already", arguments: calls)
  func moments(call: cs_host_call) throws {
    var looked = 0
    for nth in Int32(1)... {
      let bench = try RotationBench()
      let earlier = try bench.store.open()
      var isWhole = false
      let (outcome, happened) = try Interruption.before(call, nth) {
        guard let now = try? bench.store.open() else { return }
        isWhole = (try? bench.isWhole(now) && bench.isWhole(earlier)) ?? false
      } during: {
        try bench.rotate()
      }
      #expect(outcome.finished != nil, "call \(nth)")
      guard happened else { break }
      looked += 1
      #expect(isWhole, "call \(nth)")
    }
    #expect(looked > 0)
  }
}
