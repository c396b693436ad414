/// One enrolled device, as the record has it. What changes with each login stands in ``DeviceState``.
public struct Device: Equatable, Sendable {
  /// Unique for this user for ever; never given to another device.
  public let id: UInt32
  public let kind: DeviceKind
  /// Seconds since 1970.
  public let created: UInt64
  public var name: DeviceName
  private(set) var secret: SealedSecret
  /// Since when an administrator has it disabled, seconds since 1970; not part of what the secret is tied to.
  public internal(set) var disabled: UInt64?
  /// From when on it no longer counts, seconds since 1970; not part of what the secret is tied to either.
  public internal(set) var expires: UInt64?

  init(id: UInt32, kind: DeviceKind, created: UInt64, name: DeviceName, secret: SealedSecret) {
    self.id = id
    self.kind = kind
    self.created = created
    self.name = name
    self.secret = secret
  }

  /// Of the hardware token that it is, if it came from the inventory.
  public internal(set) var serial: TokenSerial?

  /// Whether it counts no longer.
  public func isExpired(at now: UInt64) -> Bool { expires.map { $0 <= now } ?? false }

  /// What the sealed secret is tied to: user, device and every parameter; not the name, which may change.
  static func place(user: UserName, id: UInt32, kind: DeviceKind, created: UInt64) -> [UInt8] {
    var place = Array(ascii: "countersign device 1")
    place.append(0)
    place += user.bytes
    place.append(0)
    place += RecordFormat.settings(id: id, kind: kind, created: created)
    return place
  }

  /// Seals the secret anew, under another key.
  mutating func reseal(of user: UserName, from old: borrowing SealKey, to new: borrowing SealKey) throws(SealFailure) {
    let place = Device.place(user: user, id: id, kind: kind, created: created)
    let opened = try old.unseal(secret, for: place)
    secret = try new.seal(opened.bytes, for: place)
  }

  /// Opens this device's secret.
  public func openSecret(of user: UserName, key: borrowing SealKey) throws(SealFailure) -> SecretBytes {
    try key.unseal(secret, for: Device.place(user: user, id: id, kind: kind, created: created))
  }
}
