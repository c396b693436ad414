import OATH
import Testing

@testable import Countersign

/// What counts behind a takeover by a provider that may not have seen all.
@Suite struct TakeoverTests {
  private func after(_ bench: CheckBench, at time: UInt64, window: UInt32 = 0) -> UserState {
    bench.state.after(Takeover(time: time, window: window), of: bench.record)
  }

  @Test("Without a takeover the state is as it was")
  func none() throws {
    let bench = try CheckBench([TestRecord.totp(), .hotp(#require(HOTPParameters()))])
    #expect(after(bench, at: 0) == bench.state)
  }

  @Test("No code of a time step counts that could have been accepted before, and the next one does")
  func timeBased() throws {
    var bench = try CheckBench([TestRecord.totp()])
    bench.state = after(bench, at: bench.now)
    for steps in [Int64(-1), 0, 1] {
      #expect(try bench.check(bench.code(1, steps: steps)) == .replayed(bench.label(1)))
    }
    bench.now += 30
    #expect(try bench.check(bench.code(1, steps: 1)) == .accepted(bench.label(1)))
  }

  @Test("A wider window of the policy is kept clear as well, and a drift is taken along")
  func wideWindow() throws {
    var bench = try CheckBench([TestRecord.totp()])
    try bench.change(1) { $0.drift = 2 }
    let step = bench.now / 30
    #expect(after(bench, at: bench.now, window: 4).device(1)?.nextMovingFactor == step + 2 + 4 + 1)
    #expect(after(bench, at: bench.now).device(1)?.nextMovingFactor == step + 2 + 1 + 1)
  }

  @Test("Of a device with a counter one code shows where it stands and is refused, and the next one counts")
  func eventBased() throws {
    var bench = try CheckBench([.hotp(#require(HOTPParameters()))])
    bench.state = after(bench, at: bench.now - 10)
    #expect(try bench.check(bench.code(1, counter: 3)) == .replayed(bench.label(1)))
    #expect(try bench.check(bench.code(1, counter: 3)) != .accepted(bench.label(1)))
    // As the next login reads it: the device was used since.
    bench.state = after(bench, at: bench.now - 10)
    #expect(try bench.check(bench.code(1, counter: 4)) == .accepted(bench.label(1)))
  }

  @Test("A device that was enrolled or used since is not in doubt")
  func later() throws {
    var bench = try CheckBench([.hotp(#require(HOTPParameters()))])
    try bench.change(1) { $0.lastUsed = 100 }
    #expect(after(bench, at: 99) == bench.state)
    #expect(after(bench, at: 100) != bench.state)
  }
}
