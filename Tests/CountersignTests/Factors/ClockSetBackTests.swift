import OATH
import Testing

@testable import Countersign

/// Used codes that are further ahead than a clock that only runs forward could leave them.
@Suite struct ClockSetBackTests {
  @Test("Neither the right code nor a wrong one is looked at, and nothing is counted", arguments: [
    60, 86_400, 315_360_000,
  ] as [UInt64])
  func ahead(back: UInt64) throws {
    var bench = try CheckBench([TestRecord.totp()])
    #expect(try bench.check(bench.code(1, steps: 1)) == .accepted(bench.label(1)))
    bench.now -= back
    let before = bench.state
    for code in [try bench.code(1), try bench.code(1, steps: 1), "000000"] {
      #expect(try bench.check(code) == .aheadOfClock(bench.label(1), seconds: back + 30))
      #expect(bench.state == before)
    }
    bench.now += back + 30
    #expect(try bench.check(bench.code(1, steps: 1)) == .accepted(bench.label(1)))
  }

  @Test("A clock set back within the window leaves the next code, and used ones are replayed")
  func withinReach() throws {
    var bench = try CheckBench([TestRecord.totp()])
    let code = try bench.code(1)
    #expect(try bench.check(code) == .accepted(bench.label(1)))
    bench.now -= 1
    #expect(try bench.check(code) == .replayed(bench.label(1)))
    #expect(try bench.check("000000") == .wrong)
  }

  @Test("The other factors of the user are asked as ever")
  func others() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.hotp(), TestRecord.totp(digits: .eight)])
    try bench.change(1) { $0.nextMovingFactor = .max }
    try bench.change(3) { $0.nextMovingFactor = .max }
    #expect(try bench.check(bench.code(2, counter: 0)) == .accepted(bench.label(2)))
    #expect(try bench.check("000000") == .wrong)
    #expect(bench.misses(1) == 0 && bench.misses(2) == 1)
    #expect(try bench.check("00000000") == .aheadOfClock(bench.label(3), seconds: .max))
  }

  @Test("A device that rests is not looked at for that either")
  func resting() throws {
    var bench = try CheckBench([TestRecord.totp()])
    try bench.change(1) { state in
      state.nextMovingFactor = .max
      state.misses.count = 5
      state.misses.last = CheckBench.now
    }
    #expect(try bench.check("000000") == .throttled(until: CheckBench.now + 30))
  }

  @Test("The last event of a state is the latest of all uses and misses")
  func lastEvent() {
    var state = UserState()
    #expect(state.lastEvent == 0)
    state.devices = [DeviceState(id: 1, nextMovingFactor: 0), DeviceState(id: 2, nextMovingFactor: 0)]
    state.devices[0].lastUsed = 5
    #expect(state.lastEvent == 5)
    state.devices[1].misses.last = 7
    #expect(state.lastEvent == 7)
    state.recoveryMisses.last = 9
    #expect(state.lastEvent == 9)
    state.devices[1].lastUsed = .max
    #expect(state.lastEvent == .max)
  }
}
