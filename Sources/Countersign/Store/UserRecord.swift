/// What administration stores about a user: devices with sealed secrets, hashed recovery codes, and what a helpdesk has
/// granted for a time. There may be one without devices.
public struct UserRecord: Equatable, Sendable {
  public let user: UserName
  /// The account's uid at enrolment; a record does not serve another account of the same name.
  public let uid: UInt32
  /// The id that the next device gets.
  public private(set) var nextDevice: UInt32
  /// At most 20, in the order of enrolment.
  public private(set) var devices: [Device]
  public internal(set) var recovery: RecoveryCodeSet?
  public internal(set) var bypass: Bypass?
  public internal(set) var temporary: TemporaryCode?
  /// Only where there is no device.
  public internal(set) var reset: ResetMark?
  /// In which language the user is told something; `nil` for that of the policy.
  public internal(set) var language: MessageLanguage?

  /// The most devices that one user may have.
  public static let mostDevices = 20

  /// A record without devices.
  public init(user: UserName, uid: UInt32) {
    self.init(user: user, uid: uid, nextDevice: 1, devices: [], recovery: nil)
  }

  init(
    user: UserName, uid: UInt32, nextDevice: UInt32, devices: [Device], recovery: RecoveryCodeSet?,
    bypass: Bypass? = nil, temporary: TemporaryCode? = nil, reset: ResetMark? = nil,
    language: MessageLanguage? = nil
  ) {
    self.user = user
    self.uid = uid
    self.nextDevice = nextDevice
    self.devices = devices
    self.recovery = recovery
    self.bypass = bypass
    self.temporary = temporary
    self.reset = reset
    self.language = language
  }

  /// The ticket that lets the user enrol at a login.
  public var ticket: TemporaryCode? { temporary?.purpose == .enrolment ? temporary : nil }

  /// Whether there is a device, be it a disabled one.
  public var isEnrolled: Bool { !devices.isEmpty }

  /// Whether there is nothing to keep a record for. Recovery codes without a device are nothing,
  /// and neither is a language.
  var isEmpty: Bool { devices.isEmpty && bypass == nil && temporary == nil && reset == nil }

  /// Adds a device under the next id.
  ///
  /// - Returns: the device, or `nil` when there are 20 already or the ids are used up.
  mutating func add(
    _ kind: DeviceKind, name: DeviceName, created: UInt64, secret: Span<UInt8>, key: borrowing SealKey
  ) throws(SealFailure) -> Device? {
    let (following, overflow) = nextDevice.addingReportingOverflow(1)
    guard devices.count < UserRecord.mostDevices, !overflow else { return nil }
    guard kind.secretLengths.contains(secret.count) else { throw .badLength }
    let place = Device.place(user: user, id: nextDevice, kind: kind, created: created)
    let sealed = try key.seal(secret, for: place)
    let device = Device(id: nextDevice, kind: kind, created: created, name: name, secret: sealed)
    devices.append(device)
    nextDevice = following
    return device
  }

  /// The device whose secret has this mark.
  func device(of mark: SecretMark, key: borrowing SealKey) throws(SealFailure) -> Device? {
    for device in devices {
      let secret = try device.openSecret(of: user, key: key)
      if SecretMark(of: secret.bytes) == mark { return device }
    }
    return nil
  }

  /// Seals anew everything that is sealed in it, under another key.
  mutating func reseal(from old: borrowing SealKey, to new: borrowing SealKey) throws(SealFailure) {
    for index in devices.indices { try devices[index].reseal(of: user, from: old, to: new) }
  }

  /// Takes a device out.
  mutating func remove(_ id: UInt32) {
    devices.removeAll { $0.id == id }
  }

  mutating func rename(_ id: UInt32, to name: DeviceName) {
    for index in devices.indices where devices[index].id == id { devices[index].name = name }
  }

  /// Says which hardware token a device is.
  mutating func mark(_ id: UInt32, as serial: TokenSerial) {
    for index in devices.indices where devices[index].id == id { devices[index].serial = serial }
  }

  /// Lets a device count no longer from a time on, or for ever with `nil`.
  mutating func expire(_ id: UInt32, at time: UInt64?) {
    for index in devices.indices where devices[index].id == id { devices[index].expires = time }
  }

  /// Disables a device since a time, or enables it with `nil`.
  mutating func disable(_ id: UInt32, since time: UInt64?) {
    for index in devices.indices where devices[index].id == id { devices[index].disabled = time }
  }
}
