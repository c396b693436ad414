/// Some hours of some days of the week: `Mon-Fri:08:00-18:00`, `Sat`, `22:00-06:00`.
///
/// Days are `Mon` to `Sun`, one or a range, which may go over the end of the week; without days it is every day. Hours
/// go up to, not through, their end, at most `24:00`; without hours it is the whole day. Where the end is before the
/// beginning, the hours go over midnight and belong to the day on which they begin.
public struct WeeklyHours: Equatable, Sendable {
  /// Bit 0 for Monday to bit 6 for Sunday.
  public let days: UInt8
  /// Minutes since midnight, 0 to 1,439.
  public let start: UInt16
  /// Minutes since midnight, 0 to 1,440, and other than ``start``.
  public let end: UInt16

  private static let wholeWeek: UInt8 = 0x7F

  /// - Returns: `nil` for anything but the spellings above.
  init?(_ text: ArraySlice<UInt8>) {
    var hours = text
    var days = WeeklyHours.wholeWeek
    if let first = text.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) {
      let colon = text.firstIndex(of: UInt8(ascii: ":"))
      guard let range = WeeklyHours.days(text[..<(colon ?? text.endIndex)]) else { return nil }
      days = range
      guard let colon else {
        self.init(days: days, start: 0, end: 1_440)
        return
      }
      hours = text[(colon + 1)...]
    }
    guard hours.count == 11, hours[hours.startIndex + 5] == UInt8(ascii: "-"),
      let start = WeeklyHours.minute(hours.prefix(5)), let end = WeeklyHours.minute(hours.suffix(5)),
      start < 1_440, start != end
    else { return nil }
    self.init(days: days, start: start, end: end)
  }

  private init(days: UInt8, start: UInt16, end: UInt16) {
    self.days = days
    self.start = start
    self.end = end
  }

  /// Whether a moment lies in these hours.
  func contains(_ moment: LocalMoment) -> Bool {
    let today = moment.date.weekday
    guard start > end else { return isOn(today) && (start..<end).contains(moment.minute) }
    return (isOn(today) && moment.minute >= start) || (isOn(today == 0 ? 6 : today - 1) && moment.minute < end)
  }

  private func isOn(_ weekday: UInt8) -> Bool { days & (1 << weekday) != 0 }

  private static func days(_ text: ArraySlice<UInt8>) -> UInt8? {
    guard let first = day(text.prefix(3)) else { return nil }
    guard text.count > 3 else { return 1 << first }
    guard text.count == 7, text[text.startIndex + 3] == UInt8(ascii: "-"), let last = day(text.suffix(3)) else {
      return nil
    }
    var days: UInt8 = 1 << last
    var day = first
    while day != last {
      days |= 1 << day
      day = day == 6 ? 0 : day + 1
    }
    return days
  }

  /// From 0 for Monday.
  private static func day(_ text: ArraySlice<UInt8>) -> UInt8? {
    if text.spells("mon") { return 0 }
    if text.spells("tue") { return 1 }
    if text.spells("wed") { return 2 }
    if text.spells("thu") { return 3 }
    if text.spells("fri") { return 4 }
    if text.spells("sat") { return 5 }
    return text.spells("sun") ? 6 : nil
  }

  /// `HH:MM`, up to `24:00`.
  private static func minute(_ text: ArraySlice<UInt8>) -> UInt16? {
    guard text.count == 5, text[text.startIndex + 2] == UInt8(ascii: ":"), let hour = twoDigits(text.prefix(2)),
      let minute = twoDigits(text.suffix(2)), minute < 60
    else { return nil }
    let total = hour * 60 + minute
    return total <= 1_440 ? total : nil
  }

  private static func twoDigits(_ text: ArraySlice<UInt8>) -> UInt16? {
    var value: UInt16 = 0
    for byte in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + UInt16(byte &- UInt8(ascii: "0"))
    }
    return value
  }
}
