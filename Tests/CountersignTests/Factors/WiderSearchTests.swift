import OATH
import Testing

@testable import Countersign

/// Two codes in a row that are out of reach, RFC 4226 7.4.
@Suite struct WiderSearchTests {
  private func bench(_ kind: DeviceKind, next: UInt64 = 0) throws -> CheckBench {
    var bench = try CheckBench([kind])
    try bench.change(1) { $0.nextMovingFactor = next }
    return bench
  }

  @Test("A clock is found 40 steps away and no farther, in both directions", arguments: [
    -41, -40, -2, 2, 20, 39, 40, 41,
  ] as [Int64], [30, 60] as [UInt64])
  func steps(offset: Int64, period: UInt64) throws {
    var bench = try bench(TestRecord.totp(period: period))
    let step = Int64(bench.now / period) + offset
    #expect(try bench.check(bench.code(1, counter: UInt64(step))) == .wrong)
    let missed = try #require(bench.state.device(1))
    #expect(missed.misses.count == 1 && missed.nextMovingFactor == 0 && missed.drift == 0)
    let isNear = offset.magnitude <= 40
    #expect(missed.pairEnd == (isNear ? UInt64(step) + 1 : 0))
    bench.now += period
    let outcome = try bench.check(bench.code(1, counter: UInt64(step) + 1))
    guard isNear else { return #expect(outcome == .wrong && bench.misses(1) == 2) }
    #expect(outcome == .accepted(try bench.label(1)))
    let state = try #require(bench.state.device(1))
    #expect(state.nextMovingFactor == UInt64(step) + 2 && state.drift == Int32(offset))
    #expect(state.referenceDrift == state.drift && state.pairEnd == 0)
    #expect(state.misses == MissCount() && state.lastUsed == bench.now)
  }

  @Test("A counter is found 200 ahead and no farther", arguments: [11, 50, 199, 200, 201, 1_000] as [UInt64])
  func counters(ahead: UInt64) throws {
    var bench = try bench(TestRecord.hotp(), next: 7)
    #expect(try bench.check(bench.code(1, counter: 7 + ahead)) == .wrong)
    #expect(bench.misses(1) == 1 && bench.state.device(1)?.nextMovingFactor == 7)
    let outcome = try bench.check(bench.code(1, counter: 8 + ahead))
    guard ahead <= 200 else { return #expect(outcome == .wrong && bench.misses(1) == 2) }
    #expect(outcome == .accepted(try bench.label(1)))
    #expect(bench.state.device(1)?.nextMovingFactor == 9 + ahead && bench.misses(1) == 0)
  }

  @Test("Only the code that directly follows completes the pair", arguments: [-1, 0, 2, 3] as [Int64])
  func order(second: Int64) throws {
    for kind in [TestRecord.totp(), TestRecord.hotp()] {
      var bench = try bench(kind, next: kind == TestRecord.hotp() ? CheckBench.now / 30 : 0)
      #expect(try bench.check(bench.code(1, steps: 30)) == .wrong)
      #expect(try bench.check(bench.code(1, steps: 30 + second)) == .wrong)
      #expect(bench.misses(1) == 2 && bench.state.device(1)?.drift == 0)
      // What was typed last is a first code itself.
      #expect(try bench.check(bench.code(1, steps: 31 + second)) == .accepted(try bench.label(1)))
    }
  }

  @Test("Neither code of the pair is accepted again, nor any before them")
  func replay() throws {
    for kind in [TestRecord.totp(), TestRecord.hotp()] {
      var bench = try bench(kind, next: kind == TestRecord.hotp() ? CheckBench.now / 30 : 0)
      for steps in [20, 21] as [Int64] { _ = try bench.check(bench.code(1, steps: steps)) }
      let before = try #require(bench.state.device(1))
      #expect(try bench.check(bench.code(1, steps: 21)) == .replayed(try bench.label(1)))
      for _ in 0..<2 {
        for steps in [19, 20, 21] as [Int64] {
          if case .accepted = try bench.check(bench.code(1, steps: steps)) { Issue.record("accepted \(steps)") }
        }
      }
      #expect(bench.state.device(1)?.nextMovingFactor == before.nextMovingFactor)
      #expect(try bench.check(bench.code(1, steps: 22)) == .accepted(try bench.label(1)))
    }
  }

  @Test("A code that was used or passed over is no first code")
  func usedFirst() throws {
    let step = CheckBench.now / 30
    var bench = try bench(TestRecord.totp(), next: step - 9)
    #expect(try bench.check(bench.code(1, steps: -10)) == .wrong)
    #expect(bench.state.device(1)?.pairEnd == 0)
    #expect(try bench.check(bench.code(1, steps: -9)) == .wrong)
    #expect(try bench.check(bench.code(1, steps: -8)) == .accepted(try bench.label(1)))
  }

  @Test("Another wrong code between them, or too long a time, begins anew")
  func forgotten() throws {
    var bench = try bench(TestRecord.hotp())
    #expect(try bench.check(bench.code(1, counter: 50)) == .wrong)
    #expect(try bench.check("000000") == .wrong)
    #expect(bench.state.device(1)?.pairEnd == 0)
    #expect(try bench.check(bench.code(1, counter: 51)) == .wrong)
    bench.now += 600
    let waited = bench
    #expect(try bench.check(bench.code(1, counter: 52)) == .accepted(try bench.label(1)))
    for now in [waited.now + 1, waited.now - 601] {
      var late = waited
      late.now = now
      #expect(try late.check(late.code(1, counter: 52)) == .wrong)
    }
  }

  @Test("A time-based device shows its codes as time goes by", arguments: [(0, true), (60, true), (90, false)])
  func pace(seconds: UInt64, accepted: Bool) throws {
    var bench = try bench(TestRecord.totp())
    let first = bench.now / 30 - 20
    #expect(try bench.check(bench.code(1, counter: first)) == .wrong)
    bench.now += seconds
    let outcome = try bench.check(bench.code(1, counter: first + 1))
    #expect(outcome == (accepted ? .accepted(try bench.label(1)) : .wrong))
    guard accepted else { return }
    #expect(bench.state.device(1)?.drift == -19 - Int32(seconds / 30))
  }

  @Test("An accepted code, unlocking and a policy that denies it forget the first code")
  func ended() throws {
    var bench = try bench(TestRecord.totp())
    #expect(try bench.check(bench.code(1, steps: 20)) == .wrong)
    #expect(try bench.check(bench.code(1)) == .accepted(try bench.label(1)))
    #expect(bench.state.device(1)?.pairEnd == 0)
    #expect(try bench.check(bench.code(1, steps: 21)) == .wrong)
    bench.resync = .deny
    #expect(try bench.check(bench.code(1, steps: 22)) == .wrong)
    #expect(bench.state.device(1)?.pairEnd == 0)
  }

  @Test("While a device waits nothing is found; right after it the pair counts")
  func throttled() throws {
    var bench = try bench(TestRecord.hotp())
    for _ in 0..<4 { #expect(try bench.check("000000") == .wrong) }
    #expect(try bench.check(bench.code(1, counter: 50)) == .wrong)
    let before = bench.state
    #expect(try bench.check(bench.code(1, counter: 51)) == .throttled(until: bench.now + 30))
    #expect(bench.state == before)
    bench.now += 30
    #expect(try bench.check(bench.code(1, counter: 51)) == .accepted(try bench.label(1)))
  }

  @Test("Of several devices the right one is found, and the others are not blamed")
  func several() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.hotp(), TestRecord.hotp(digits: .eight)])
    #expect(try bench.check(bench.code(2, counter: 90)) == .wrong)
    #expect([1, 2, 3].map { bench.misses($0) } == [1, 1, 0])
    #expect(try bench.check(bench.code(2, counter: 91)) == .accepted(try bench.label(2)))
    #expect([1, 2, 3].map { bench.misses($0) } == [1, 0, 0])
    #expect(bench.state.device(1)?.drift == 0 && bench.state.device(3)?.nextMovingFactor == 0)
  }

  @Test("At the ends of time and of counting nothing traps", arguments: [0, 29, UInt64.max - 29, UInt64.max])
  func ends(now: UInt64) throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.hotp()])
    bench.now = now
    for pairEnd in [0, 1, UInt64.max - 1, UInt64.max] {
      for next in [0, UInt64.max - 100, UInt64.max] {
        for id in [1, 2] as [UInt32] {
          try bench.change(id) { state in
            (state.nextMovingFactor, state.pairEnd, state.misses) = (next, pairEnd, MissCount())
            (state.drift, state.misses.last) = (id == 1 ? .min : .max, now)
          }
        }
        for answer in ["000000", try bench.code(2, counter: pairEnd), try bench.code(2, counter: .max)] {
          _ = try? bench.check(answer)
        }
      }
    }
  }
}
