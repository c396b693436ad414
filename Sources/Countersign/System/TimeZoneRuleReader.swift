/// Takes a POSIX `TZ` apart from the left.
struct TimeZoneRuleReader {
  private var rest: ArraySlice<UInt8>

  init(_ text: ArraySlice<UInt8>) {
    rest = text
  }

  var isAtEnd: Bool { rest.isEmpty }

  func isAt(_ byte: UInt8) -> Bool { rest.first == byte }

  mutating func take(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Three letters or more, or letters, digits and signs in angle brackets.
  mutating func takeName() -> Bool {
    if take(UInt8(ascii: "<")) {
      let name = rest.prefix {
        TimeZoneRuleReader.isLetter($0) || TimeZoneRuleReader.isDigit($0) || $0 == UInt8(ascii: "+")
          || $0 == UInt8(ascii: "-")
      }
      rest = rest.dropFirst(name.count)
      return name.count >= 3 && take(UInt8(ascii: ">"))
    }
    let name = rest.prefix(while: TimeZoneRuleReader.isLetter)
    rest = rest.dropFirst(name.count)
    return name.count >= 3
  }

  /// Seconds behind UTC, at most 24 hours and 59 minutes.
  mutating func offset() -> Int64? {
    time(hours: 24)
  }

  /// A day and, unless it is 02:00, a time.
  mutating func change() -> TimeZoneChange? {
    guard let day = day() else { return nil }
    guard take(UInt8(ascii: "/")) else { return TimeZoneChange(day: day, time: 7_200) }
    return time(hours: 167).map { TimeZoneChange(day: day, time: $0) }
  }

  private mutating func day() -> TimeZoneChange.Day? {
    if take(UInt8(ascii: "J")) { return number(in: 1...365).map { .julian($0) } }
    guard take(UInt8(ascii: "M")) else { return number(in: 0...365).map { .zeroBased($0) } }
    guard let month = number(in: 1...12), take(UInt8(ascii: ".")), let week = number(in: 1...5),
      take(UInt8(ascii: ".")), let day = number(in: 0...6)
    else { return nil }
    return .weekday(month: month, week: week, day: day)
  }

  /// `[+|-]hh[:mm[:ss]]`, in seconds.
  private mutating func time(hours limit: Int64) -> Int64? {
    let isNegative = take(UInt8(ascii: "-"))
    if !isNegative { _ = take(UInt8(ascii: "+")) }
    guard var seconds = number(in: 0...limit).map({ $0 * 3_600 }) else { return nil }
    var unit: Int64 = 60
    while unit > 0, take(UInt8(ascii: ":")) {
      guard let part = number(in: 0...59) else { return nil }
      seconds += part * unit
      unit /= 60
    }
    return isNegative ? -seconds : seconds
  }

  private mutating func number(in range: ClosedRange<Int64>) -> Int64? {
    let digits = rest.prefix(while: TimeZoneRuleReader.isDigit)
    guard (1...3).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 &- UInt8(ascii: "0")) }
    return range.contains(value) ? value : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte.inSmallLetters)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
