import Testing

@testable import Countersign

@Suite struct WeeklyHoursTests {
  /// 2026-11-23 is a Monday.
  private func moment(day: Int64, _ hour: UInt16, _ minute: UInt16) -> LocalMoment {
    let monday = PolicyDate(year: 2026, month: 11, day: 23)
    return LocalMoment(date: PolicyDate(daysSince1970: monday.daysSince1970 + day), minute: hour * 60 + minute)
  }

  @Test("When hours are", arguments: [
    ("Mon-Fri:08:00-18:00", 0, 8, 0, true), ("Mon-Fri:08:00-18:00", 0, 7, 59, false),
    ("Mon-Fri:08:00-18:00", 4, 17, 59, true), ("Mon-Fri:08:00-18:00", 4, 18, 0, false),
    ("Mon-Fri:08:00-18:00", 5, 12, 0, false), ("sat", 5, 0, 0, true), ("SAT", 5, 23, 59, true), ("Sat", 6, 0, 0, false),
    ("Sat-Mon", 0, 12, 0, true), ("Sat-Mon", 1, 12, 0, false), ("Sat-Mon", 6, 12, 0, true), ("Mon-Sun", 3, 1, 1, true),
    ("Sun-Sun", 6, 1, 1, true), ("Sun-Sun", 0, 1, 1, false), ("22:00-06:00", 2, 22, 0, true), ("22:00-06:00", 2, 5, 59, true),
    ("22:00-06:00", 2, 6, 0, false), ("22:00-06:00", 2, 21, 59, false), ("Fri:22:00-06:00", 4, 23, 0, true),
    ("Fri:22:00-06:00", 5, 5, 0, true), ("Fri:22:00-06:00", 4, 5, 0, false), ("Fri:22:00-06:00", 5, 23, 0, false),
    ("Sun:22:00-06:00", 7, 5, 0, true), ("Sun:22:00-06:00", 0, 5, 0, true), ("Mon:00:00-24:00", 0, 23, 59, true),
    ("Mon:18:00-24:00", 0, 23, 59, true), ("Mon:18:00-24:00", 1, 0, 0, false), ("Mon:23:00-00:30", 1, 0, 29, true),
  ] as [(String, Int64, UInt16, UInt16, Bool)])
  func contains(text: String, day: Int64, hour: UInt16, minute: UInt16, isIn: Bool) throws {
    let hours = try #require(WeeklyHours(Array(text.utf8)[...]))
    #expect(hours.contains(moment(day: day, hour, minute)) == isIn)
  }

  @Test("What are no hours", arguments: [
    "", "Mo", "Mon-", "Mon-Fri-", "Monday", "Mon:", "Mon:8:00-18:00", "08:00", "08:00-08:00", "08:00-18:60", "08:00-25:00",
    "24:00-08:00", "08:00-24:01", "Mon-Fri:08:00-18:00:", "Mon 08:00-18:00", "Mon-Fry", "0800-1800", "08:00-18:0",
    "08:00 18:00", ":08:00-18:00", "-Mon", "08:00-00:00x", "+8:00-18:00", "Mon-Fri08:00-18:00",
  ])
  func malformed(text: String) {
    #expect(WeeklyHours(Array(text.utf8)[...]) == nil)
  }

  @Test("Hours that end at midnight end there, written either way")
  func midnight() throws {
    let hours = try #require(WeeklyHours(Array("18:00-00:00".utf8)[...]))
    #expect(hours.contains(moment(day: 0, 23, 59)) && !hours.contains(moment(day: 0, 0, 0)))
  }
}
