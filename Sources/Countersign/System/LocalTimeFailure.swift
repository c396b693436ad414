/// Why the time on the wall is not known.
public enum LocalTimeFailure: Error, Equatable, Sendable {
  case system(SystemFailure)
  /// It is a directory, a device or the like.
  case notRegularFile
  /// The zone file has more bytes than any has, or none.
  case wrongSize(UInt64)
  case damaged(TimeZoneFlaw)
  /// The clock stands behind the year 9999.
  case noCalendar

  /// As it stands in log lines.
  public var name: StaticString {
    switch self {
    case .system: "system"
    case .notRegularFile: "not-regular-file"
    case .wrongSize: "wrong-size"
    case .damaged(let flaw): flaw.name
    case .noCalendar: "no-calendar"
    }
  }
}
