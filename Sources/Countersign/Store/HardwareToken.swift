/// A hardware token of the inventory: what it is, where it stands, and to whom it was given.
public struct HardwareToken: Equatable, Sendable {
  /// To whom a token was given. It counts only while the user's record has the token, see ``TokenStanding``.
  public struct Assignment: Equatable, Sendable {
    public let user: UserName
    /// The number of the device that the token is for the user.
    public let device: UInt32
    /// Seconds since 1970.
    public let since: UInt64
    public let by: UserName
  }

  /// As printed on it; no two tokens of an inventory have the same.
  public let serial: TokenSerial
  /// Who made it.
  public let manufacturer: DeviceName?
  public let kind: DeviceKind
  /// When it came into the inventory, seconds since 1970.
  public let added: UInt64
  /// From when on it no longer counts, seconds since 1970.
  public let expires: UInt64?
  /// The least moving factor that may still be accepted, as far as the inventory knows.
  public internal(set) var nextMovingFactor: UInt64
  /// Time steps that its clock is ahead.
  public internal(set) var drift: Int32
  public internal(set) var assignment: Assignment?
  private(set) var secret: SealedSecret

  init(
    serial: TokenSerial, manufacturer: DeviceName?, kind: DeviceKind, added: UInt64, expires: UInt64?,
    nextMovingFactor: UInt64, drift: Int32, assignment: Assignment?, secret: SealedSecret
  ) {
    self.serial = serial
    self.manufacturer = manufacturer
    self.kind = kind
    self.added = added
    self.expires = expires
    self.nextMovingFactor = nextMovingFactor
    self.drift = drift
    self.assignment = assignment
    self.secret = secret
  }

  /// A token that nobody has.
  init(_ new: NewToken, secret: Span<UInt8>, key: borrowing SealKey) throws(SealFailure) {
    let place = HardwareToken.place(serial: new.serial, kind: new.kind, added: new.added)
    self.init(
      serial: new.serial, manufacturer: new.manufacturer, kind: new.kind, added: new.added, expires: new.expires,
      nextMovingFactor: new.nextMovingFactor, drift: new.drift, assignment: nil,
      secret: try key.seal(secret, for: place))
  }

  /// What the sealed secret is tied to: the serial number and every parameter.
  private static func place(serial: TokenSerial, kind: DeviceKind, added: UInt64) -> [UInt8] {
    var place = Array(ascii: "countersign token 1")
    place.append(0)
    place += serial.bytes
    place.append(0)
    return place + RecordFormat.settings(id: 1, kind: kind, created: added)
  }

  func openSecret(key: borrowing SealKey) throws(SealFailure) -> SecretBytes {
    try key.unseal(secret, for: HardwareToken.place(serial: serial, kind: kind, added: added))
  }

  /// Seals the secret anew, under another key.
  mutating func reseal(from old: borrowing SealKey, to new: borrowing SealKey) throws(SealFailure) {
    let opened = try openSecret(key: old)
    secret = try new.seal(opened.bytes, for: HardwareToken.place(serial: serial, kind: kind, added: added))
  }
}
