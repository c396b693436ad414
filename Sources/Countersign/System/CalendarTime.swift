import CPosix

/// A point of time as people read it.
public struct CalendarTime: Equatable, Sendable {
  public let year: Int
  /// 1 to 12.
  public let month: Int
  public let day: Int
  public let hour: Int
  public let minute: Int
  public let second: Int
  /// How far the clock on the wall is ahead of UTC, in seconds.
  public let east: Int

  /// Where the clock hangs.
  public enum Zone: Sendable {
    case universal, local
  }

  /// - Parameter seconds: since 1970.
  /// - Returns: `nil` for a time that no calendar has.
  public init?(_ seconds: UInt64, in zone: Zone) {
    guard let seconds = Int64(exactly: seconds) else { return nil }
    let calendar =
      switch zone {
      case .universal: cs_universal_time(seconds)
      case .local: cs_local_time(seconds)
      }
    guard calendar.error == 0 else { return nil }
    year = Int(calendar.year)
    month = Int(calendar.month)
    day = Int(calendar.day)
    hour = Int(calendar.hour)
    minute = Int(calendar.minute)
    second = Int(calendar.second)
    east = Int(calendar.east)
  }
}
