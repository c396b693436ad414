import Testing

@testable import Countersign

@Suite struct TimeZoneRuleTests {
  private func rule(_ text: String) -> TimeZoneRule? { TimeZoneRule(Array(text.utf8)[...]) }

  @Test("Rules", arguments: [
    ("UTC0", 0), ("<+0330>-3:30", 12_600), ("<-03>3", -10_800), ("AAA-24:59:59", 89_999), ("CET-1CEST,M3.5.0,M10.5.0/3", 3_600),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7_200), ("EET-2EEST,M3.4.4/50,M10.4.4/50", 7_200), ("XXX3EDT4,0/0,J365/23", -10_800),
  ] as [(String, Int64)])
  func standard(text: String, offset: Int64) throws {
    #expect(try #require(rule(text)).standard == offset)
  }

  @Test("What is no rule", arguments: [
    "", "UT0", "UTC", "UTC25", "UTC0:60", "UTC0:00:60", "UTC0:00:00:00", "UTC+-1", "<UTC0", "<UT>0", "CET-1CEST", "CET-1CEST,",
    "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.0.0,M10.5.0",
    "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,J366,J1", "CET-1CEST,366,1", "CET-1CEST,M3.5.0/168,M10.5.0",
    "CET-1CEST,M3.5.0,M10.5.0x", "CET-1CEST,M3.5.0,M10.5.0/3,", "CET-1 CEST,M3.5.0,M10.5.0", "1UTC0", "UTC0001",
  ])
  func malformed(text: String) {
    #expect(rule(text) == nil)
  }

  @Test("Summer that never ends", arguments: [0, 1_767_225_600, 1_782_864_000, 1_798_761_599, 1_798_761_600] as [Int64])
  func endless(time: Int64) throws {
    #expect(try #require(rule("EST5EDT,0/0,J365/25")).offset(at: time) == -14_400)
  }

  @Test("A day of the year counts 29 February or does not", arguments: [
    // Round 02:00 of 2028-02-28, 02-29 and 03-01, and of 2027-03-01.
    ("AAA0BBB,J59,J365", 1_835_315_999, 0), ("AAA0BBB,J59,J365", 1_835_316_000, 3_600),
    ("AAA0BBB,J60,J365", 1_835_481_600, 0), ("AAA0BBB,J60,J365", 1_835_488_800, 3_600),
    ("AAA0BBB,59,J365", 1_835_402_400, 3_600), ("AAA0BBB,59,J365", 1_835_402_399, 0), ("AAA0BBB,J60,J365", 1_803_866_400, 3_600),
  ] as [(String, Int64, Int64)])
  func daysOfTheYear(text: String, time: Int64, offset: Int64) throws {
    #expect(try #require(rule(text)).offset(at: time) == offset)
  }
}
