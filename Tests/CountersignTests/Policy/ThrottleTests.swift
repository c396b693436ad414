import Testing

@testable import Countersign

@Suite struct ThrottleTests {
  private func misses(_ count: UInt32, at last: UInt64) -> MissCount {
    var misses = MissCount()
    misses.count = count
    misses.last = last
    return misses
  }

  @Test("Waits grow as the design says", arguments: [
    (0, 0), (1, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 1_800), (11, 1_800), (50, 1_800),
    (99, 1_800),
  ] as [(UInt32, UInt64)])
  func waits(count: UInt32, wait: UInt64) {
    let last: UInt64 = 1_800_000_000
    for passed in [0, 1, wait / 2, wait.subtracting(1), wait, wait + 1, wait + 100_000] {
      let standing = Throttle.standard.standing(misses(count, at: last), now: last + passed)
      #expect(standing == (passed < wait ? .waiting(until: last + wait) : .open), "after \(passed) s")
    }
  }

  @Test("A hundred misses disable for ever", arguments: [100, 101, .max] as [UInt32])
  func disabled(count: UInt32) {
    for now in [0, 1_000, 2_000_000_000, .max] as [UInt64] {
      #expect(Throttle.standard.standing(misses(count, at: 1_000), now: now) == .disabled)
    }
  }

  @Test("A clock that was set back does not lock for years", arguments: [5, 9, 10, 99] as [UInt32])
  func clockSetBack(count: UInt32) {
    for now in [0, 1, 999] as [UInt64] {
      #expect(Throttle.standard.standing(misses(count, at: 1_000), now: now) == .open)
    }
    #expect(Throttle.standard.standing(misses(count, at: .max), now: 1_000) == .open)
  }

  @Test("At the end of time nothing traps")
  func ends() {
    for count in [0, 5, 9, 10, 99, 100, .max] as [UInt32] {
      for (last, now) in [(UInt64.max, UInt64.max), (.max - 1, .max), (0, 0), (0, .max)] {
        _ = Throttle.standard.standing(misses(count, at: last), now: now)
      }
    }
  }

  @Test("Doubling stops at the longest wait, whatever the settings")
  func longestWait() {
    let throttle = Throttle(
      firstWaitAt: 3, firstWait: 100, longestWait: 900, lockAt: .max, lockDuration: 1, disableAt: .max)
    let waits = [3, 4, 5, 6, 7, 1_000_000, .max - 1].map { count in
      throttle.standing(misses(count, at: 0), now: 0)
    }
    #expect(waits == [100, 200, 400, 800, 900, 900, 900].map { .waiting(until: $0) })
    let odd = Throttle(firstWaitAt: 9, firstWait: .max, longestWait: .max, lockAt: 5, lockDuration: 7, disableAt: 20)
    #expect(odd.standing(misses(8, at: 0), now: 0) == .open)
    #expect(odd.standing(misses(9, at: 0), now: 0) == .waiting(until: 7))
  }
}

extension UInt64 {
  /// The difference, and zero where there is none.
  fileprivate func subtracting(_ other: UInt64) -> UInt64 { self > other ? self - other : 0 }
}
