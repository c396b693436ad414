import Countersign

/// A device as a foreign file has it.
public final class ImportedToken {
  public let place: ImportPlace
  public let kind: DeviceKind
  public let secret: SharedSecret
  /// Whose it is, as the file spells it; `nil` where the file does not say.
  public var owner: [UInt8]?
  /// As printed on the token.
  public var serial: [UInt8]?
  /// Who made it.
  public var manufacturer: [UInt8]?
  /// What the file calls the device.
  public var label: [UInt8]?
  /// The least counter or time step that may still be accepted.
  public var nextMovingFactor: UInt64 = 0
  /// Time steps that the device's clock is ahead; 0 for event-based devices.
  public var drift: Int32 = 0
  /// Recovery codes of eight digits.
  public var scratchCodes: [RecoveryCodeSet.HashedCode] = []
  /// When the device ends, seconds since 1970.
  public var expires: UInt64?
  /// What is taken otherwise than it stands in the file, or has to be known of.
  public var remarks: [String] = []

  public init(_ place: ImportPlace, kind: DeviceKind, secret: SharedSecret, owner: [UInt8]? = nil) {
    self.place = place
    self.kind = kind
    self.secret = secret
    self.owner = owner
  }
}
