import Testing

@testable import Countersign

@Suite struct SendingThrottleTests {
  @Test("How long the next code waits after some that were not used", arguments: [
    (0, 0), (1, 30), (2, 60), (3, 120), (4, 240), (5, 3_600), (6, 3_600), (100, 3_600), (.max, 3_600),
  ] as [(UInt32, UInt64)])
  func waits(count: UInt32, wait: UInt64) {
    let last: UInt64 = 1_800_000_000
    for passed in [0, 1, 29, 30, 59, 60, 119, 120, 239, 240, 3_599, 3_600, 100_000] as [UInt64] {
      let standing = SendingThrottle.standing(unused: count, last: last, now: last + passed)
      #expect(standing == (passed < wait ? .waiting(until: last + wait) : .open), "after \(passed) s")
    }
  }

  @Test("A clock that was set back does not lock for years", arguments: [1, 5, .max] as [UInt32])
  func clockSetBack(count: UInt32) {
    #expect(SendingThrottle.standing(unused: count, last: 1_000, now: 999) == .open)
    #expect(SendingThrottle.standing(unused: count, last: .max, now: 0) == .open)
  }

  @Test("At the end of time nothing traps")
  func ends() {
    for count in [0, 1, 4, 5, .max] as [UInt32] {
      #expect(SendingThrottle.standing(unused: count, last: .max, now: .max) == .open)
    }
  }

  @Test("Whoever never answers gets five codes in a few minutes, and then one an hour")
  func flood() {
    var (count, last, sent) = (UInt32(0), UInt64(0), [UInt64]())
    for second in UInt64(1)...86_400 {
      guard SendingThrottle.standing(unused: count, last: last, now: second) == .open else { continue }
      (count, last) = (count + 1, second)
      sent.append(second)
    }
    #expect(sent.prefix(6) == [1, 31, 91, 211, 451, 4_051])
    #expect(sent.count == 28)
  }
}
