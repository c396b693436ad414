/// Wrong codes in a row, and when the last one was.
public struct MissCount: Equatable, Sendable {
  public internal(set) var count: UInt32 = 0
  /// Seconds since 1970; 0 for never.
  public internal(set) var last: UInt64 = 0

  public init() {}

  /// One wrong code more; the count stays at its highest value rather than beginning anew.
  mutating func add(at now: UInt64) {
    count = count == .max ? .max : count + 1
    last = now
  }
}
