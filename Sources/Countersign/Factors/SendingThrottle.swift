/// How often a code is sent to one device: pure arithmetic.
///
/// Each message costs somebody money or patience, and whoever knows the password alone can ask for one. After a code
/// that was not used the next one waits half a minute, then twice as long each time; after five in a row there is one
/// an hour. A code that is used ends all waits.
public enum SendingThrottle {
  static let firstWait: UInt64 = 30
  /// From so many unused codes in a row on there is one in ``longestWait``.
  static let most: UInt32 = 5
  static let longestWait: UInt64 = 3_600

  /// Whether a code may be sent.
  public enum Standing: Equatable, Sendable {
    case open
    /// Not before this time, seconds since 1970.
    case waiting(until: UInt64)
  }

  /// Where a device stands after some codes that were not used.
  ///
  /// A last one in the future means that the clock was set back. As with ``Throttle``, the device is open then.
  public static func standing(unused count: UInt32, last: UInt64, now: UInt64) -> Standing {
    guard count > 0, last <= now else { return .open }
    let wait = count < most ? firstWait << UInt64(count - 1) : longestWait
    let (end, overflow) = last.addingReportingOverflow(wait)
    return overflow || end <= now ? .open : .waiting(until: end)
  }
}
