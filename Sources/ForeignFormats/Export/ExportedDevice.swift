import Countersign

/// A device as it leaves the store, with its secret.
public struct ExportedDevice {
  public let user: UserName
  public let name: DeviceName
  public let kind: DeviceKind
  public let secret: SharedSecret
  /// The least counter or time step that may still be accepted.
  public let nextMovingFactor: UInt64
  /// Time steps that the device's clock is ahead; 0 for event-based devices.
  public let drift: Int32
  /// When the device ends, seconds since 1970.
  public let expires: UInt64?

  public init(
    user: UserName, name: DeviceName, kind: DeviceKind, secret: SharedSecret, nextMovingFactor: UInt64,
    drift: Int32 = 0, expires: UInt64? = nil
  ) {
    self.user = user
    self.name = name
    self.kind = kind
    self.secret = secret
    self.nextMovingFactor = nextMovingFactor
    self.drift = drift
    self.expires = expires
  }
}
