/// Wrong codes in a row that were forgotten, so that the factor is asked again at once.
public struct ClearedMisses: Equatable, Sendable {
  /// Whose they were.
  public enum Factor: Equatable, Sendable {
    case device(Device)
    case recoveryCodes
    case temporaryCode
    /// Not wrong codes, but so many that were sent to a device and not used.
    case sendings(Device, UInt32)
  }

  /// The factor that they were counted for.
  public let factor: Factor
  /// How many there were, and when the last one was.
  public let misses: MissCount
}
