/// A point of time in UTC as RFC 3339 section 5.6 writes it, in one spelling: `2026-11-25T21:40:00Z`.
///
/// Reckoned here and not by the C library, which looks for a file of time zones first, whatever it is asked.
public enum UniversalTime {
  /// The last second that has four digits for its year.
  public static let last: UInt64 = 253_402_300_799
  /// The length of the text, in bytes.
  static let length = 20

  private static let secondsOfDay: UInt64 = 86_400
  /// Days from 0000-03-01 to 1970-01-01; years that begin in March have their leap day at the end.
  private static let daysBefore1970: UInt64 = 719_468
  private static let daysOfEra: UInt64 = 146_097

  /// - Parameter seconds: since 1970; later ones than ``last`` are written as the last one.
  public static func text(_ seconds: UInt64) -> [UInt8] {
    let seconds = min(seconds, last)
    let time = seconds % secondsOfDay
    let (year, month, day) = date(seconds / secondsOfDay)
    var text = digits(year, 4) + [UInt8(ascii: "-")] + digits(month, 2) + [UInt8(ascii: "-")] + digits(day, 2)
    text += [UInt8(ascii: "T")] + digits(time / 3_600, 2) + [UInt8(ascii: ":")] + digits(time / 60 % 60, 2)
    return text + [UInt8(ascii: ":")] + digits(time % 60, 2) + [UInt8(ascii: "Z")]
  }

  /// Seconds since 1970.
  ///
  /// - Returns: `nil` for anything but what ``text(_:)`` writes.
  public static func seconds(_ text: ArraySlice<UInt8>) -> UInt64? {
    guard text.count == length else { return nil }
    let fields = text.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.map(number)
    guard fields.count == 6, (1970...9999).contains(fields[0]), (1...12).contains(fields[1]),
      (1...31).contains(fields[2]), fields[3] < 24, fields[4] < 60, fields[5] < 60
    else { return nil }
    let day = days(year: fields[0], month: fields[1], day: fields[2])
    let seconds = day * secondsOfDay + fields[3] * 3_600 + fields[4] * 60 + fields[5]
    return UniversalTime.text(seconds)[...] == text ? seconds : nil
  }

  /// The date of a day counted from 1970-01-01 (proleptic Gregorian calendar).
  private static func date(_ day: UInt64) -> (year: UInt64, month: UInt64, day: UInt64) {
    let shifted = day + daysBefore1970
    let ofEra = shifted % daysOfEra
    let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * ofYear + 2) / 153
    let year = shifted / daysOfEra * 400 + yearOfEra
    return (
      monthFromMarch < 10 ? year : year + 1, monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9,
      ofYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }

  /// The reverse, for a year from 1970 to 9999.
  private static func days(year: UInt64, month: UInt64, day: UInt64) -> UInt64 {
    let shifted = month > 2 ? year : year - 1
    let yearOfEra = shifted % 400
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return shifted / 400 * daysOfEra + 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100 + ofYear - daysBefore1970
  }

  private static func digits(_ value: UInt64, _ count: Int) -> [UInt8] {
    let text = RecordFormat.decimal(value)
    return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, count - text.count)) + text
  }

  /// Of at most 20 digits, as many as the whole text has; what overflows is no field of a date.
  private static func number(_ digits: ArraySlice<UInt8>) -> UInt64 {
    digits.reduce(0) { $0 &* 10 &+ UInt64($1 &- UInt8(ascii: "0")) }
  }
}
