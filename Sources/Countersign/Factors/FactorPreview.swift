/// A factor of a user, and whether a login would look at it.
public struct FactorPreview: Equatable, Sendable {
  /// Which factor it is.
  public enum Factor: Equatable, Sendable {
    case device(id: UInt32, name: DeviceName, kind: DeviceKind)
    /// So many of them are left.
    case recoveryCodes(left: Int, of: Int)
    case temporaryCode(until: UInt64)
  }

  /// Which one it is.
  public let factor: Factor
  /// Whether it would be looked at.
  public let readiness: FactorReadiness
  /// Wrong codes in a row.
  public let misses: UInt32
  /// How far a time-based device's clock is ahead of ours, in time steps.
  public let drift: Int32

  init(factor: Factor, readiness: FactorReadiness, misses: UInt32, drift: Int32 = 0) {
    self.factor = factor
    self.readiness = readiness
    self.misses = misses
    self.drift = drift
  }
}
