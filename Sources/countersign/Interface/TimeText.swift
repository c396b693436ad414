import Countersign
import Words

/// Times and durations as people read them.
enum TimeText {
  /// `2026-11-24 20:59`, in local time; `never` for 0.
  static func minute(_ seconds: UInt64) -> String {
    guard seconds > 0 else { return said("never", context: "last used") }
    guard let time = CalendarTime(seconds, in: .local) else { return said("\(seconds) s") }
    return "\(date(time)) \(two(time.hour)):\(two(time.minute))"
  }

  /// `2026-11-24 20:59:03 +0100`, in local time.
  static func second(_ seconds: UInt64) -> String {
    guard let time = CalendarTime(seconds, in: .local) else { return said("\(seconds) s") }
    let east = abs(time.east) / 60
    let zone = (time.east < 0 ? "-" : "+") + two(east / 60) + two(east % 60)
    return "\(date(time)) \(two(time.hour)):\(two(time.minute)):\(two(time.second)) \(zone)"
  }

  /// `2026-11-24T19:59:03Z`, RFC 3339; `nil` for 0, which stands for never.
  static func universal(_ seconds: UInt64) -> String? {
    guard seconds > 0, let time = CalendarTime(seconds, in: .universal) else { return nil }
    return "\(date(time))T\(two(time.hour)):\(two(time.minute)):\(two(time.second))Z"
  }

  /// The same for a time that is not absent; the number alone for one that no calendar has.
  static func always(_ seconds: UInt64) -> String { universal(seconds) ?? "\(seconds)" }

  /// `45 s`, `3 min`, `2 h 5 min`.
  static func duration(_ seconds: UInt64) -> String {
    guard seconds >= 120 else { return said("\(seconds) s") }
    let minutes = (seconds + 30) / 60
    guard minutes >= 120 else { return said("\(minutes) min") }
    return minutes % 60 == 0 ? said("\(minutes / 60) h") : said("\(minutes / 60) h \(minutes % 60) min")
  }

  private static func date(_ time: CalendarTime) -> String {
    "\(time.year)-\(two(time.month))-\(two(time.day))"
  }

  private static func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
