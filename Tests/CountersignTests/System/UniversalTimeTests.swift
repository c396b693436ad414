import Testing

@testable import Countersign

@Suite struct UniversalTimeTests {
  @Test(
    "Times read as a calendar has them",
    arguments: [
      (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (951_868_799, "2000-02-29T23:59:59Z"),
      (951_868_800, "2000-03-01T00:00:00Z"), (1_795_642_800, "2026-11-25T21:40:00Z"),
      (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
      (UniversalTime.last, "9999-12-31T23:59:59Z"), (.max, "9999-12-31T23:59:59Z"),
    ] as [(UInt64, String)])
  func known(seconds: UInt64, text: String) {
    #expect(Bytes.text(UniversalTime.text(seconds)) == text)
    #expect(UniversalTime.seconds(Bytes.of(text)[...]) == min(seconds, UniversalTime.last))
  }

  @Test("Every day of five centuries is the C library's")
  func everyDay() throws {
    for day in UInt64(0)..<182_622 {
      let seconds = day * 86_400 + day % 86_400
      let time = try #require(CalendarTime(seconds, in: .universal))
      let text = UniversalTime.text(seconds)
      let fields = text.dropLast().split { !(0x30...0x39).contains($0) }.map { Int(Bytes.text(Array($0))) }
      guard fields == [time.year, time.month, time.day, time.hour, time.minute, time.second],
        UniversalTime.seconds(text[...]) == seconds
      else {
        Issue.record("\(seconds) is \(Bytes.text(text))")
        return
      }
    }
  }

  @Test(
    "Any other spelling is no time",
    arguments: [
      "", "2026-11-25", "2026-11-25T21:40:00", "2026-11-25T21:40:00z", "2026-11-25 21:40:00Z", "2026-11-25T24:40:00Z",
      "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
      "1969-12-31T23:59:59Z", "2026-1-025T21:40:00Z", "9999999999-1-1T1:1:1", "2026-11-25T21:60:00Z",
      "99999999-1-1T1:1:1:Z", "2026-11-25T21:40:00+",
    ])
  func refused(text: String) {
    #expect(UniversalTime.seconds(Bytes.of(text)[...]) == nil)
  }
}
