extension PolicyDate {
  /// From 0 for Monday to 6 for Sunday.
  public var weekday: UInt8 {
    // 1970-01-01 was a Thursday. Modulo first, so that nothing overflows.
    let day = (daysSince1970 % 7 + 3) % 7
    return UInt8(truncatingIfNeeded: day < 0 ? day + 7 : day)
  }

  /// `YYYY-MM-DD`, from 1970 on.
  ///
  /// - Returns: `nil` for other spellings and for days that no calendar has.
  public init?(_ text: ArraySlice<UInt8>) {
    guard text.count == 10, text[text.startIndex + 4] == UInt8(ascii: "-"),
      text[text.startIndex + 7] == UInt8(ascii: "-"), let year = PolicyDate.number(text.prefix(4)), year >= 1970,
      let month = PolicyDate.number(text.dropFirst(5).prefix(2)), (1...12).contains(month),
      let day = PolicyDate.number(text.suffix(2)), day >= 1, day <= PolicyDate.days(inMonth: month, of: year)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// A day of the proleptic Gregorian calendar.
  ///
  /// - Parameters:
  ///   - year: 1 to 9,999.
  ///   - month: 1 to 12.
  ///   - day: 1 to 31; one that the month does not have counts on into the next.
  init(year: Int64, month: Int64, day: Int64) {
    // Years that begin in March have their odd day at the end.
    let shifted = month > 2 ? year : year &- 1
    let monthOfYear = month > 2 ? month &- 3 : month &+ 9
    let dayOfYear = (153 &* monthOfYear &+ 2) / 5 &+ day &- 1
    let leapDays = shifted / 4 &- shifted / 100 &+ shifted / 400
    self.init(daysSince1970: shifted &* 365 &+ leapDays &+ dayOfYear &- 719_468)
  }

  /// For days of the years 0 to 9,999; others count on without a meaning.
  var year: Int64 {
    // Years that begin in March, counted from 0000-03-01 in whole cycles of 400 years.
    let day = daysSince1970 &+ 719_468
    let cycle = day.floorDivided(by: 146_097)
    let dayOfCycle = day &- cycle &* 146_097
    let leaps = dayOfCycle / 1_460 &- dayOfCycle / 36_524 &+ dayOfCycle / 146_096
    let yearOfCycle = (dayOfCycle &- leaps) / 365
    let dayOfYear = dayOfCycle &- (365 &* yearOfCycle &+ yearOfCycle / 4 &- yearOfCycle / 100)
    return cycle &* 400 &+ yearOfCycle &+ (dayOfYear >= 306 ? 1 : 0)
  }

  static func isLeap(_ year: Int64) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  /// - Parameter month: 1 to 12.
  static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func number(_ text: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for byte in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
    }
    return value
  }
}
