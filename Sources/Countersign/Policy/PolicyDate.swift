/// A day of the calendar.
public struct PolicyDate: Equatable, Sendable {
  /// Days since 1970-01-01, in the proleptic Gregorian calendar.
  public let daysSince1970: Int64

  public init(daysSince1970: Int64) {
    self.daysSince1970 = daysSince1970
  }
}

extension PolicyDate {
  /// How many days are left.
  ///
  /// - Returns: 1 or more; `nil` when the day has come.
  func days(until day: PolicyDate) -> UInt64? {
    guard day.daysSince1970 > daysSince1970 else { return nil }
    let (days, overflow) = day.daysSince1970.subtractingReportingOverflow(daysSince1970)
    return overflow ? .max : UInt64(days)
  }
}
