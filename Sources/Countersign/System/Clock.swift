import CPosix

/// The clocks of the machine. A login reads the wall clock once, at its start, and passes the value on.
public enum Clock {
  /// Whole seconds since 1970-01-01 00:00 UTC.
  ///
  /// - Throws: also when the clock stands before 1970; no code can be checked then.
  public static func now() throws(SystemFailure) -> UInt64 {
    let time = cs_wall_clock()
    try checked(.clock, time.error)
    guard time.seconds >= 0 else { throw SystemFailure(.clock, Errno(rawValue: 22)) }
    return UInt64(time.seconds)
  }

  /// Nanoseconds of a clock that only runs forward; for waits.
  public static func monotonicNanoseconds() throws(SystemFailure) -> Int64 {
    let time = cs_monotonic_clock()
    try checked(.clock, time.error)
    return time.seconds &* 1_000_000_000 &+ time.nanoseconds
  }

  /// Lets other processes run for about this long.
  public static func pause(nanoseconds: Int64) {
    cs_pause(nanoseconds)
  }
}
