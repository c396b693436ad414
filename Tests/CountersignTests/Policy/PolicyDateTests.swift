import Foundation
import Testing

@testable import Countersign

@Suite struct PolicyDateTests {
  private func date(_ text: String) -> PolicyDate? { PolicyDate(Array(text.utf8)[...]) }

  @Test("Every day up to 2400 is the day that Foundation has, of the same weekday")
  func everyDay() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    let format = "%04d-%02d-%02d"
    for day in stride(from: Int64(0), to: 157_100, by: 7) {
      let parts = calendar.dateComponents(
        [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(day * 86_400)))
      let text = String(format: format, parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
      #expect(date(text) == PolicyDate(daysSince1970: day), "\(text)")
      #expect(PolicyDate(daysSince1970: day).weekday == UInt8(((parts.weekday ?? 0) + 5) % 7), "\(text)")
    }
  }

  @Test("Weekdays before 1970 and at the ends of time")
  func weekdays() {
    #expect((-8...8).map { PolicyDate(daysSince1970: $0).weekday } == [2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4])
    for day in [Int64.min, .max] { #expect(PolicyDate(daysSince1970: day).weekday < 7) }
  }

  @Test("What is no date", arguments: [
    "2027-02-29", "2100-02-29", "2027-04-31", "2027-13-01", "2027-00-01", "2027-01-00", "2027-01-32", "1969-12-31",
    "27-01-01", "2027-1-1", "2027/01/01", "2027-01-01T", "+027-01-01", "", "2027-01-0x", "20270101",
  ])
  func malformed(text: String) {
    #expect(date(text) == nil)
  }

  @Test("Leap days", arguments: ["2028-02-29", "2000-02-29", "2400-02-29"])
  func leapDays(text: String) {
    #expect(date(text) != nil)
  }
}
