/// When the clock is changed each year, by the clock before the change.
struct TimeZoneChange: Equatable {
  /// The day of the year.
  enum Day: Equatable {
    /// 1 to 365; 29 February is never counted.
    case julian(Int64)
    /// 0 to 365; 29 February is counted.
    case zeroBased(Int64)
    /// Month 1 to 12, week 1 to 5, where 5 is the last, and weekday from 0 for Sunday.
    case weekday(month: Int64, week: Int64, day: Int64)
  }

  let day: Day
  /// Seconds since midnight; may be of days before or behind.
  let time: Int64

  /// Seconds since 1970 on the clock on the wall.
  func seconds(in year: Int64) -> Int64 {
    date(in: year) * 86_400 + time
  }

  /// Days since 1970.
  private func date(in year: Int64) -> Int64 {
    let newYear = PolicyDate(year: year, month: 1, day: 1).daysSince1970
    switch day {
    case .julian(let number):
      return newYear + number - 1 + (PolicyDate.isLeap(year) && number >= 60 ? 1 : 0)
    case .zeroBased(let number):
      return newYear + number
    case .weekday(let month, let week, let day):
      let first = PolicyDate(year: year, month: month, day: 1)
      // Of the two calendars one begins its week with Sunday, the other with Monday.
      let weekday = (Int64(first.weekday) + 1) % 7
      var number = (day - weekday + 7) % 7 + 7 * (week - 1)
      if number >= PolicyDate.days(inMonth: month, of: year) { number -= 7 }
      return first.daysSince1970 + number
    }
  }
}
