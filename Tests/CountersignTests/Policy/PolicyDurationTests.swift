import Testing

@testable import Countersign

@Suite struct PolicyDurationTests {
  @Test("Durations", arguments: [
    ("30s", 30), ("15m", 900), ("8h", 28_800), ("1d", 86_400), ("1h30m", 5_400), ("1d2h3m4s", 93_784), ("366d", 31_622_400),
    ("90m", 5_400), ("", nil), ("8", nil), ("h", nil), ("0s", nil), ("08h", nil), ("-1h", nil), ("1h1h", nil), ("1m1h", nil),
    ("1h 30m", nil), ("367d", nil), ("366d1s", nil), ("1w", nil), ("1H", nil), ("1.5h", nil), ("1h30", nil),
    ("18446744073709551617s", nil), ("99999999999999999999999d", nil), ("0d1s", 1),
  ] as [(String, UInt64?)])
  func durations(text: String, seconds: UInt64?) {
    #expect(PolicyDuration.seconds(Array(text.utf8)[...]) == seconds)
  }
}
