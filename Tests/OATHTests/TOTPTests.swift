import OATH
import Testing

@Suite struct TOTPTests {
  @Test("A time step begins with its first second and ends with its last", arguments: [
    (0, 0), (29, 0), (30, 1), (59, 1), (60, 2), (.max, 614_891_469_123_651_720),
  ] as [(UInt64, UInt64)])
  func timeStep(seconds: UInt64, step: UInt64) {
    #expect(TOTP.timeStep(at: seconds, period: .thirtySeconds) == step)
  }

  @Test("Follows the period", arguments: [10, 60, 300] as [UInt64])
  func otherPeriods(seconds: UInt64) throws {
    let period = try #require(TimeStepPeriod(seconds: seconds))
    #expect(TOTP.timeStep(at: 0, period: period) == 0)
    #expect(TOTP.timeStep(at: seconds - 1, period: period) == 0)
    #expect(TOTP.timeStep(at: seconds, period: period) == 1)
    #expect(TOTP.timeStep(at: .max, period: period) == .max / seconds)
  }

  @Test("Periods are 10 to 300 seconds")
  func periodRange() {
    let accepted = (0...1000).filter { TimeStepPeriod(seconds: $0) != nil }
    #expect(accepted == Array(10...300))
    #expect(TimeStepPeriod(seconds: .max) == nil)
    #expect(TimeStepPeriod(seconds: 30) == .thirtySeconds)
  }
}
