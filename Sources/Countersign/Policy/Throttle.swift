/// How long a factor rests after wrong codes in a row: pure arithmetic, for each factor by itself.
///
/// PCI DSS 8.3.4 demands a lock of 30 minutes after at most 10 misses, NIST SP 800-63B 3.2.2 an end after at most 100.
public struct Throttle: Equatable, Sendable {
  /// From this miss on there is a wait.
  public let firstWaitAt: UInt32
  /// The first wait in seconds; each further miss doubles it.
  public let firstWait: UInt64
  /// The longest of the doubled waits, in seconds.
  public let longestWait: UInt64
  /// From this miss on the wait is a lock.
  public let lockAt: UInt32
  /// In seconds.
  public let lockDuration: UInt64
  /// From this miss on the factor is disabled until an administrator enables it.
  public let disableAt: UInt32

  /// What holds where nobody has set anything else.
  public static let standard = Throttle(
    firstWaitAt: 5, firstWait: 30, longestWait: 900, lockAt: 10, lockDuration: 1_800, disableAt: 100)

  /// Whether a factor may be asked.
  public enum Standing: Equatable, Sendable {
    case open
    /// Not before this time, seconds since 1970.
    case waiting(until: UInt64)
    case disabled
  }

  /// Where a factor stands after some misses.
  ///
  /// A last miss in the future means that the clock was set back. How much of the wait is over is unknown then, and the
  /// factor is open: the next miss starts the wait anew, while waiting for the old time could last for years.
  public func standing(_ misses: MissCount, now: UInt64) -> Standing {
    guard misses.count < disableAt else { return .disabled }
    guard misses.count >= firstWaitAt, misses.last <= now else { return .open }
    let (end, overflow) = misses.last.addingReportingOverflow(wait(after: misses.count))
    guard !overflow, end > now else { return .open }
    return .waiting(until: end)
  }

  /// Whether just this miss has locked a factor, or disabled it.
  func locks(after count: UInt32) -> Bool { count == lockAt || count == disableAt }

  private func wait(after count: UInt32) -> UInt64 {
    guard count < lockAt else { return lockDuration }
    var wait = min(firstWait, longestWait)
    var doublings = count > firstWaitAt ? count - firstWaitAt : 0
    while doublings > 0, wait > 0, wait < longestWait {
      wait = wait > longestWait / 2 ? longestWait : wait * 2
      doublings -= 1
    }
    return wait
  }
}
