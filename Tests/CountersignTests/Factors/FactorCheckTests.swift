import OATH
import Testing

@testable import Countersign

@Suite struct FactorCheckTests {
  @Test("A right code is used, misses end, the other device stays as it is")
  func accepted() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.totp()])
    for id in [1, 2] as [UInt32] { try bench.change(id) { $0.misses.count = 3 } }
    let other = bench.state.device(2)
    #expect(try bench.check(bench.code(1, steps: 1)) == .accepted(bench.label(1)))
    let state = try #require(bench.state.device(1))
    #expect(state.nextMovingFactor == bench.now / 30 + 2)
    #expect(state.misses == MissCount() && state.lastUsed == bench.now && state.lastOffset == 1)
    #expect(bench.state.device(2) == other)
  }

  @Test("Any device may answer, the second one too")
  func secondDevice() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.hotp()])
    #expect(try bench.check(bench.code(2, counter: 4)) == .accepted(bench.label(2)))
    #expect(bench.state.device(2)?.nextMovingFactor == 5)
    // The first one was asked and is not blamed for a code that was another's.
    #expect(bench.misses(1) == 0 && bench.state.device(1)?.nextMovingFactor == 0)
  }

  @Test("A used code is replayed, and nothing changes")
  func replayed() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.hotp()])
    for (id, code) in [(UInt32(1), try bench.code(1)), (2, try bench.code(2, counter: 3))] {
      #expect(try bench.check(code) == .accepted(bench.label(id)))
      let before = bench.state
      #expect(try bench.check(code) == .replayed(bench.label(id)))
      #expect(bench.state == before)
    }
  }

  @Test("A wrong code is one miss for each device that was asked, and moves nothing")
  func wrong() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.hotp(), TestRecord.totp(digits: .eight)])
    let before = bench.state.devices.map(\.nextMovingFactor)
    #expect(try bench.check("000000") == .wrong)
    #expect([1, 2, 3].map { bench.misses($0) } == [1, 1, 0])
    #expect(bench.state.device(1)?.misses.last == bench.now && bench.state.device(3)?.misses.last == 0)
    #expect(try bench.check("00000000") == .wrong)
    #expect([1, 2, 3].map { bench.misses($0) } == [1, 1, 1])
    #expect(bench.state.devices.map(\.nextMovingFactor) == before)
    #expect(bench.state.devices.allSatisfy { $0.lastUsed == 0 && $0.drift == 0 })
  }

  @Test("Several readings of one answer are one miss for each device")
  func readings() throws {
    var bench = try CheckBench([TestRecord.totp(digits: .eight), TestRecord.totp()])
    #expect(try bench.check("12000000", "2000000", "000000") == .wrong)
    #expect(bench.misses(1) == 1 && bench.misses(2) == 1)
    #expect(try bench.check("99000000", bench.code(2)) == .accepted(bench.label(2)))
    #expect(bench.misses(1) == 1 && bench.misses(2) == 0)
  }

  @Test(
    "What has the form of no code is no miss", arguments: ["", "12345", "1234567", "hunter2", "ABCD-EFGH-IJKL-MNOP"])
  func notACode(answer: String) throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.hotp(digits: .eight)])
    let before = bench.state
    #expect(try bench.check(answer) == .notACode)
    #expect(bench.state == before)
  }

  @Test("A device that waits is not evaluated, not even with the right code")
  func waiting() throws {
    var bench = try CheckBench([TestRecord.totp()])
    for miss in 1...5 {
      #expect(try bench.check("000000") == .wrong)
      #expect(bench.misses(1) == UInt32(miss))
    }
    let before = bench.state
    bench.now += 29
    for answer in [try bench.code(1), "000000"] {
      #expect(try bench.check(answer) == .throttled(until: CheckBench.now + 30))
      #expect(bench.state == before)
    }
    bench.now += 1
    #expect(try bench.check(bench.code(1)) == .accepted(bench.label(1)))
    #expect(bench.misses(1) == 0)
  }

  @Test("While one device waits the other serves, and only it is blamed")
  func oneWaits() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.totp()])
    try bench.change(1) { state in
      state.misses.count = 7
      state.misses.last = CheckBench.now
    }
    #expect(try bench.check(bench.code(1)) == .wrong)
    #expect(bench.misses(1) == 7 && bench.misses(2) == 1)
    #expect(try bench.check(bench.code(2)) == .accepted(bench.label(2)))
    #expect(bench.misses(1) == 7 && bench.misses(2) == 0)
  }

  @Test("All waiting: until the first may be asked again; all disabled: for ever")
  func allWait() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.totp(), TestRecord.totp()])
    for (id, count) in [(UInt32(1), UInt32(10)), (2, 6), (3, 100)] {
      try bench.change(id) { state in
        state.misses.count = count
        state.misses.last = CheckBench.now
      }
    }
    #expect(try bench.check("000000") == .throttled(until: CheckBench.now + 60))
    for id in [1, 2] as [UInt32] { try bench.change(id) { $0.misses.count = 200 } }
    let before = bench.state
    for id in [1, 2, 3] as [UInt32] { #expect(try bench.check(bench.code(id)) == .disabled) }
    #expect(bench.state == before)
  }

  @Test("The hundredth miss disables")
  func hundredth() throws {
    var bench = try CheckBench([TestRecord.totp()])
    try bench.change(1) { $0.misses.count = 99 }
    #expect(try bench.check("000000") == .wrong)
    bench.now += 1_000_000
    #expect(try bench.check(bench.code(1)) == .disabled)
  }

  @Test("A drift is learned from codes, and only from those of time-based devices")
  func drift() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.hotp()])
    for _ in 0..<2 {
      #expect(try bench.check(bench.code(1, steps: -1)) == .accepted(bench.label(1)))
      bench.now += 60
    }
    #expect(bench.state.device(1)?.drift == -1)
    #expect(try bench.check(bench.code(1, steps: -2)) == .accepted(bench.label(1)))
    for counter in [3, 9] as [UInt64] {
      #expect(try bench.check(bench.code(2, counter: counter)) == .accepted(bench.label(2)))
    }
    #expect(bench.state.device(2)?.drift == 0 && bench.state.device(2)?.lastOffset == 0)
  }

  @Test("A device without a place in the state, or with a secret that does not open, is a failure")
  func failures() throws {
    var bench = try CheckBench([TestRecord.totp()])
    let before = bench.state
    #expect(throws: StoreFailure.seal(.otherKey)) { _ = try bench.check("000000", key: "FEDCBA9876543210") }
    #expect(bench.state == before)
    bench.state = UserState()
    #expect(throws: StoreFailure.incompleteState) { _ = try bench.check("000000") }
    #expect(bench.state == UserState())
  }

  @Test("The last counter of all is never used up, it would come again as the first")
  func lastCounter() throws {
    var bench = try CheckBench([TestRecord.hotp()])
    try bench.change(1) { $0.nextMovingFactor = .max - 1 }
    #expect(try bench.check(bench.code(1, counter: .max - 1)) == .accepted(bench.label(1)))
    let before = bench.state
    #expect(throws: StoreFailure.incompleteState) { _ = try bench.check(bench.code(1, counter: .max)) }
    #expect(bench.state == before)
  }
}
