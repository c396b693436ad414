/// How often and for how long a change is worked out anew because other hosts were faster.
struct DirectoryTurns {
  private var left = 64
  /// In nanoseconds on the monotonic clock; `nil` until the first turn was lost.
  private var end: Int64?
  private var pause: Int64 = 500_000

  private static let bound: Int64 = 5_000_000_000
  private static let longestPause: Int64 = 20_000_000

  /// Waits a little, longer each time, so that of many hosts all get through.
  ///
  /// - Returns: `false` when it has taken too long.
  mutating func again() -> Bool {
    guard left > 0, let now = try? Clock.monotonicNanoseconds() else { return false }
    left -= 1
    let end = end ?? now &+ DirectoryTurns.bound
    self.end = end
    guard now < end else { return false }
    Clock.pause(nanoseconds: pause)
    pause = min(pause &* 2, DirectoryTurns.longestPause)
    return true
  }
}
