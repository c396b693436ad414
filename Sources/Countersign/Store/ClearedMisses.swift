/// Wrong codes in a row that were forgotten, so that the factor is asked again at once.
public struct ClearedMisses: Equatable, Sendable {
  /// Which device; `nil` for the recovery codes.
  public let device: Device?
  /// How many there were, and when the last one was.
  public let misses: MissCount
}
