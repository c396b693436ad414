import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct ClockTests {
  @Test("The wall clock counts seconds since 1970")
  func wallClock() throws {
    let before = UInt64(Date().timeIntervalSince1970)
    let now = try Clock.now()
    #expect(now >= before && now <= before + 60)
  }

  @Test("A clock before 1970 is a failure")
  func beforeTheEpoch() {
    cs_host_set_clock_offset(-10_000_000_000)
    defer { cs_host_set_clock_offset(0) }
    #expect(throws: SystemFailure(.clock, Errno(rawValue: EINVAL))) { try Clock.now() }
  }

  @Test("A clock beyond what 32 bits hold is none")
  func beyond2106() throws {
    cs_host_set_clock_offset(1 << 33)
    defer { cs_host_set_clock_offset(0) }
    #expect(try Clock.now() > 1 << 33)
  }

  @Test("The clock for waits runs forward")
  func monotonicClock() throws {
    let first = try Clock.monotonicNanoseconds()
    Clock.pause(nanoseconds: 1)
    #expect(try Clock.monotonicNanoseconds() > first)
  }

  @Test("Times are read as the calendar has them", arguments: [
    (0, [1970, 1, 1, 0, 0, 0]), (1_795_503_004, [2026, 11, 24, 6, 50, 4]), (951_782_400, [2000, 2, 29, 0, 0, 0]),
    (4_294_967_296, [2106, 2, 7, 6, 28, 16]),
  ] as [(UInt64, [Int])])
  func calendar(seconds: UInt64, fields: [Int]) throws {
    let time = try #require(CalendarTime(seconds, in: .universal))
    #expect([time.year, time.month, time.day, time.hour, time.minute, time.second] == fields)
    #expect(time.east == 0)
  }

  @Test("A time that no calendar has is none", arguments: [UInt64.max, UInt64(Int64.max)])
  func outOfReach(seconds: UInt64) {
    #expect(CalendarTime(seconds, in: .universal) == nil)
    #expect(CalendarTime(seconds, in: .local) == nil)
  }
}
