import Testing

@testable import countersign

@Suite struct TimeTextTests {
  @Test("Durations are short and round", arguments: [
    (0, "0 s"), (119, "119 s"), (120, "2 min"), (209, "3 min"), (7_199, "2 h"), (7_200, "2 h"), (7_500, "2 h 5 min"),
    (43_200, "12 h"),
  ] as [(UInt64, String)])
  func durations(seconds: UInt64, text: String) {
    #expect(TimeText.duration(seconds) == text)
  }

  @Test("Times of JSON are in UTC, and 0 is no time")
  func universal() {
    #expect(TimeText.universal(1_111_111_109) == "2005-03-18T01:58:29Z")
    #expect(TimeText.universal(0) == nil)
    #expect(TimeText.universal(.max) == nil)
    #expect(TimeText.minute(0) == "never")
  }
}
