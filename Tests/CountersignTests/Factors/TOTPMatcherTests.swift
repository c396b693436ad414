import OATH
import Testing

@testable import Countersign

@Suite struct TOTPMatcherTests {
  private func match(
    _ typed: UInt32, window: UInt32 = 1, period: UInt64 = 30, next: UInt64 = 0, drift: Int32 = 0, now: UInt64
  ) throws -> MovingFactorMatch {
    guard case .totp(let parameters) = TestRecord.totp(period: period, window: window) else { return .none }
    var state = DeviceState(id: 1, nextMovingFactor: next)
    state.drift = drift
    let secret = TestRecord.secret
    return try TOTPMatcher.match(typed, parameters: parameters, state: state, secret: secret.span, now: now)
  }

  @Test("Accepts the steps of the window round the expected one, not more", arguments: [0, 1, 2, 10] as [UInt32], [
    -20, -1, 0, 1, 20,
  ] as [Int32])
  func window(window: UInt32, drift: Int32) throws {
    let step: UInt64 = 60_000_000
    for distance in -13...13 {
      let movingFactor = UInt64(Int64(step) + Int64(drift) + Int64(distance))
      let found = try match(Codes.value(movingFactor), window: window, drift: drift, now: step * 30 + 29)
      let isInside = distance.magnitude <= window
      #expect(found == (isInside ? .fresh(movingFactor, offset: Int32(distance)) : .none), "\(distance)")
    }
  }

  @Test("A step lasts from its first second to its last", arguments: [10, 30, 60, 300] as [UInt64])
  func steps(period: UInt64) throws {
    let code = try Codes.value(5_000_000)
    for (second, isRight) in [(-1, false), (0, true), (Int64(period) - 1, true), (Int64(period), false)] {
      let now = UInt64(Int64(5_000_000 * period) + second)
      let found = try match(code, window: 0, period: period, now: now)
      #expect(found == (isRight ? .fresh(5_000_000, offset: 0) : .none))
    }
  }

  @Test("Steps below the least that may be accepted are used")
  func watermark() throws {
    let step: UInt64 = 60_000_000
    for next in [0, step - 1, step, step + 1, step + 2, .max] {
      for movingFactor in step - 1...step + 1 {
        let found = try match(Codes.value(movingFactor), next: next, now: step * 30)
        let offset = Int32(Int64(movingFactor) - Int64(step))
        #expect(found == (movingFactor < next ? .used : .fresh(movingFactor, offset: offset)))
      }
    }
  }

  @Test("A code that is used at one step and fresh at another is fresh")
  func sameCodeTwice() throws {
    // Both steps have the code 217436 under the published key.
    let first: UInt64 = 60_138_748
    let second: UInt64 = 60_138_751
    let code = try Codes.value(first)
    #expect(try Codes.value(second) == code)
    let now = (first + 1) * 30
    #expect(try match(code, window: 10, now: now) == .fresh(first, offset: -1))
    #expect(try match(code, window: 10, next: first + 1, now: now) == .fresh(second, offset: 2))
    #expect(try match(code, window: 10, next: second + 1, now: now) == .used)
  }

  @Test("At the beginning of time there are no steps before it", arguments: [0, 29, 30, 59, 300] as [UInt64])
  func beginning(now: UInt64) throws {
    let step = now / 30
    for movingFactor in UInt64(0)...12 {
      for drift in [-20, 0, 2] as [Int32] {
        let offset = Int64(movingFactor) - Int64(step) - Int64(drift)
        let found = try match(Codes.value(movingFactor), window: 10, drift: drift, now: now)
        #expect(found == (offset.magnitude <= 10 ? .fresh(movingFactor, offset: Int32(offset)) : .none))
      }
    }
  }

  @Test("At the end of time nothing traps", arguments: [.min, -20, 0, 20, .max] as [Int32])
  func end(drift: Int32) throws {
    for period in [10, 30, 300] as [UInt64] {
      for now in [.max, .max - 1, 0] as [UInt64] {
        _ = try match(0, window: 10, period: period, next: .max, drift: drift, now: now)
      }
    }
    let step = UInt64.max / 30
    #expect(try match(Codes.value(step), now: .max) == .fresh(step, offset: 0))
  }

  @Test("A step is shifted only where there is one", arguments: [
    (0, 0, 0), (0, -1, nil), (1, -1, 0), (5, 7, 12), (.max, 0, .max), (.max, 1, nil), (.max, -1, .max - 1),
    (0, .max, UInt64(Int64.max)), (0, .min, nil), (1 << 63, .min, 0), (.max, .max, nil),
  ] as [(UInt64, Int64, UInt64?)])
  func shifting(step: UInt64, distance: Int64, expected: UInt64?) {
    #expect(TOTPMatcher.shifted(step, by: distance) == expected)
  }

  @Test("Two codes in a row on the same side move the drift by one, a single one does not", arguments: [
    ([], 0, 0, 0), ([1], 0, 0, 1), ([1, 1], 0, 1, 0), ([-1, -1], 0, -1, 0), ([1, -1], 0, 0, -1), ([1, 0, 1], 0, 0, 1),
    ([1, 1, 1], 0, 1, 1), ([1, 1, 1, 1], 0, 2, 0), ([7, 10], 0, 1, 0), ([-10, -1, -3, -2], 0, -2, 0),
    ([0, 0, 0], 5, 5, 0), ([1, 1], 20, 20, 0), ([-1, -1], -20, -20, 0), ([-1, -1], 20, 19, 0), ([1, 1], 19, 20, 0),
    ([1, 1], 500, 20, 0), ([-1, -1], -500, -20, 0),
  ] as [([Int32], Int32, Int32, Int32)])
  func learning(offsets: [Int32], before: Int32, drift: Int32, last: Int32) {
    var state = DeviceState(id: 1, nextMovingFactor: 0)
    state.drift = before
    for offset in offsets { TOTPMatcher.learnDrift(offset, into: &state) }
    #expect(state.drift == drift)
    #expect(state.lastOffset == last)
  }

  @Test("Logins move the drift up to 20 steps from what resynchronisation found", arguments: [
    (-1_440, -1_440, -1, -1_441), (-1_440, -1_460, -1, -1_460), (-1_440, -1_421, 1, -1_420), (1_500, 1_520, 1, 1_520),
    (.max, .max, 1, .max), (.min, .min, -1, .min), (.min, .max, 1, .min + 20),
  ] as [(Int32, Int32, Int32, Int32)])
  func reference(reference: Int32, before: Int32, side: Int32, after: Int32) {
    var state = DeviceState(id: 1, nextMovingFactor: 0, drift: reference)
    state.drift = before
    state.lastOffset = side
    TOTPMatcher.learnDrift(side, into: &state)
    #expect(state.drift == after && state.lastOffset == 0)
  }

  @Test("With a clock that runs forward there is always a fresh code in reach, or in the next step")
  func reach() throws {
    let step: UInt64 = 60_000_000
    for window in 0...10 as ClosedRange<UInt32> {
      for drift in [-1_500, -20, 0, 7, 1_500] as [Int32] {
        let newest = UInt64(Int64(step) + Int64(drift) + Int64(window))
        for (next, seconds) in [(0, 0), (newest, 0), (newest + 1, 0), (newest + 2, 60), (newest + 2_880, 86_400)] {
          #expect(try wait(window, drift, next: next, now: step * 30) == UInt64(seconds), "\(window) \(drift) \(next)")
        }
      }
    }
    #expect(try wait(1, 0, next: .max, now: 0) == .max)
    #expect(try wait(1, -20, next: 1, now: 0) == 0)
    #expect(try wait(1, -20, next: 3, now: 0) == 90)
    #expect(try wait(10, .max, next: .max, now: .max) == .max)
  }

  private func wait(_ window: UInt32, _ drift: Int32, next: UInt64, now: UInt64) throws -> UInt64 {
    let parameters = try #require(TOTPParameters(window: window))
    return TOTPMatcher.secondsUntilFresh(
      parameters, DeviceState(id: 1, nextMovingFactor: next, drift: drift), now: now)
  }

  @Test("A drift that no login could have learned does not trap", arguments: [.min, .max] as [Int32])
  func foreignDrift(drift: Int32) {
    for side in [-1, 1, .min, .max] as [Int32] {
      var state = DeviceState(id: 1, nextMovingFactor: 0)
      state.drift = drift
      state.lastOffset = side
      TOTPMatcher.learnDrift(side, into: &state)
      #expect((-20...20).contains(state.drift))
    }
  }
}
