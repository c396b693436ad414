/// Devices and recovery codes that a user brings from another system; stored together or not at all.
public struct Adoption {
  public let devices: [ForeignDevice]
  /// Codes of eight digits, at most ten; they are taken only where the user has no recovery codes and a device is new.
  public let codes: [RecoveryCodeSet.HashedCode]

  public init(devices: [ForeignDevice], codes: [RecoveryCodeSet.HashedCode] = []) {
    self.devices = devices
    self.codes = codes
  }

  /// What became of a device.
  public enum Fate: Equatable, Sendable {
    case added(Device)
    /// The user has a device with this very secret.
    ///
    /// - Parameter passedOver: by how many counters an event-based one had gone on elsewhere; it stands there now, too.
    case alreadyThere(Device, passedOver: UInt64)
  }

  /// What became of everything.
  public struct Outcome: Equatable, Sendable {
    /// In the order of ``Adoption/devices``.
    public let devices: [Fate]
    /// Whether the recovery codes were taken.
    public let hasTakenCodes: Bool
  }

  /// Makes the change to a user in memory.
  ///
  /// - Parameter uid: the account's uid now.
  func apply(
    to stored: inout StoredUser, of user: UserName, uid: UInt32, key: borrowing SealKey
  ) throws(AdministrationFailure) -> Outcome {
    var record = try stored.recordOrNew(of: user, uid: uid)
    var fates: [Fate] = []
    var newest: UInt64?
    for device in devices {
      if let twin = try Adoption.twin(of: device, in: record, key: key) {
        fates.append(.alreadyThere(twin, passedOver: Adoption.catchUp(twin, device.new, &stored.state)))
      } else {
        var added = try Adoption.add(device, to: &record, key: key)
        added.expires = device.new.expires
        record.expire(added.id, at: added.expires)
        stored.state.set(
          DeviceState(id: added.id, nextMovingFactor: device.new.nextMovingFactor, drift: device.new.drift))
        newest = max(newest ?? 0, added.created)
        fates.append(.added(added))
      }
    }
    guard let newest else {
      return Outcome(devices: fates, hasTakenCodes: false)
    }
    record.reset = nil
    let takesCodes = record.recovery == nil && !codes.isEmpty && codes.count <= RecoveryCodeSet.size
    if takesCodes { try record.renew(codes, form: .digits, created: newest, &stored.state) }
    stored.record = record
    return Outcome(devices: fates, hasTakenCodes: takesCodes)
  }

  /// The user's device that has the same secret.
  private static func twin(
    of device: ForeignDevice, in record: UserRecord, key: borrowing SealKey
  ) throws(AdministrationFailure) -> Device? {
    for candidate in record.devices {
      let secret: SecretBytes
      do { secret = try candidate.openSecret(of: record.user, key: key) } catch { throw .store(.seal(error)) }
      if Adoption.equal(secret, device.secret.secret) { return candidate }
    }
    return nil
  }

  private static func equal(_ left: borrowing SecretBytes, _ right: borrowing SecretBytes) -> Bool {
    ConstantTime.equal(left.bytes, right.bytes)
  }

  /// Lets a device that counts go on where it stands elsewhere; never back.
  private static func catchUp(_ twin: Device, _ new: UserStore.NewDevice, _ state: inout UserState) -> UInt64 {
    switch (twin.kind, new.kind) {
    case (.hotp, .hotp), (.yubicoOTP, .yubicoOTP): break
    case (.ocra, .ocra): break
    case (.sent, .sent): break
    case (.totp, _), (.hotp, _), (.yubicoOTP, _), (.ocra, _), (.sent, _), (.fido2, _), (.agent, _): return 0
    }
    guard var own = state.device(twin.id), new.nextMovingFactor > own.nextMovingFactor else { return 0 }
    let passedOver = new.nextMovingFactor &- own.nextMovingFactor
    own.nextMovingFactor = new.nextMovingFactor
    state.set(own)
    return passedOver
  }

  private static func add(
    _ device: ForeignDevice, to record: inout UserRecord, key: borrowing SealKey
  ) throws(AdministrationFailure) -> Device {
    guard let name = freeName(device.new.name, beside: record.devices) else { throw .nameTaken }
    let added: Device?
    do throws(SealFailure) { added = try seal(device.new, device.secret.secret, name, &record, key) } catch {
      throw .store(.seal(error))
    }
    guard let added else { throw .tooManyDevices }
    return added
  }

  private static func seal(
    _ new: UserStore.NewDevice, _ secret: borrowing SecretBytes, _ name: DeviceName, _ record: inout UserRecord,
    _ key: borrowing SealKey
  ) throws(SealFailure) -> Device? {
    try record.add(new.kind, name: name, created: new.created, secret: secret.bytes, key: key)
  }

  /// The name wished, or the first of `name-2`, `name-3`… that no device has.
  private static func freeName(_ wished: DeviceName, beside devices: [Device]) -> DeviceName? {
    func isFree(_ name: DeviceName) -> Bool { !devices.contains { $0.name == name } }
    guard !isFree(wished) else { return wished }
    for number in 2...UInt64(UserRecord.mostDevices + 1) {
      let ending = [UInt8(ascii: "-")] + RecordFormat.decimal(number)
      // Cut between characters, and not behind a blank, or it is no name.
      for length in (1...max(1, min(wished.bytes.count, 64 - ending.count))).reversed() {
        guard let name = DeviceName(Array(wished.bytes.prefix(length)) + ending) else { continue }
        if isFree(name) { return name }
        break
      }
    }
    return nil
  }
}
