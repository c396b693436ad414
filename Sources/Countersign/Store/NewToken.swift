/// A hardware token that is about to come into the inventory.
public struct NewToken: Equatable, Sendable {
  public let serial: TokenSerial
  public let manufacturer: DeviceName?
  public let kind: DeviceKind
  /// Seconds since 1970.
  public let added: UInt64
  /// From when on it no longer counts, seconds since 1970.
  public let expires: UInt64?
  /// The least moving factor to accept: a counter, or a time step.
  public let nextMovingFactor: UInt64
  /// Time steps that its clock is ahead; 0 for event-based tokens.
  public let drift: Int32

  /// - Parameter manufacturer: `-` is none.
  public init(
    serial: TokenSerial, manufacturer: DeviceName? = nil, kind: DeviceKind, added: UInt64, expires: UInt64? = nil,
    nextMovingFactor: UInt64 = 0, drift: Int32 = 0
  ) {
    self.serial = serial
    self.manufacturer = manufacturer.flatMap { $0.bytes == [UInt8(ascii: "-")] ? nil : $0 }
    self.kind = kind
    self.added = added
    self.expires = expires
    self.nextMovingFactor = nextMovingFactor
    self.drift = drift
  }
}
