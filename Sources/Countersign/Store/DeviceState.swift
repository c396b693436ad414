/// What logins change about a device.
public struct DeviceState: Equatable, Sendable {
  public let id: UInt32
  /// The least moving factor that may still be accepted: one above the last accepted one. A time step or a counter.
  public internal(set) var nextMovingFactor: UInt64
  /// How far the device's clock is from ours, in time steps; time-based devices only.
  public internal(set) var drift: Int32 = 0
  /// The drift that enrolment or resynchronisation found; what logins learn stays near it.
  public internal(set) var referenceDrift: Int32 = 0
  /// Where the last accepted code lay, against the expected step.
  var lastOffset: Int32 = 0
  /// After a code that was right but out of reach: the moving factor of the code that directly follows it; 0 for none.
  /// It is of the time of the last miss, since that code was one (RFC 4226 7.4).
  var pairEnd: UInt64 = 0
  /// The wrong codes in a row.
  public internal(set) var misses = MissCount()
  /// Seconds since 1970; 0 for never.
  public internal(set) var lastUsed: UInt64 = 0
  /// Whether codes may have been used that are not known here: then the next one shows where the device stands, and
  /// only the one after it counts. Not stored; see ``UserState/after(_:of:)``.
  var isDoubtful = false

  public init(id: UInt32, nextMovingFactor: UInt64) {
    self.id = id
    self.nextMovingFactor = nextMovingFactor
  }

  /// The state of a device whose clock is known to be this far from ours.
  init(id: UInt32, nextMovingFactor: UInt64, drift: Int32) {
    self.init(id: id, nextMovingFactor: nextMovingFactor)
    self.drift = drift
    referenceDrift = drift
  }
}
