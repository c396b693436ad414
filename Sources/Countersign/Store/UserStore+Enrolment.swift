extension UserStore {
  /// What an enrolment is about to store.
  public struct NewDevice: Sendable {
    public let kind: DeviceKind
    public let name: DeviceName
    /// Seconds since 1970.
    public let created: UInt64
    /// The least moving factor to accept: one above the one whose code confirmed the enrolment.
    public let nextMovingFactor: UInt64
    /// Time steps that the device's clock is ahead; 0 for event-based devices.
    public let drift: Int32
    /// From when on the device no longer counts, seconds since 1970.
    public let expires: UInt64?

    public init(
      kind: DeviceKind, name: DeviceName, created: UInt64, nextMovingFactor: UInt64, drift: Int32 = 0,
      expires: UInt64? = nil
    ) {
      self.kind = kind
      self.name = name
      self.created = created
      self.nextMovingFactor = nextMovingFactor
      self.drift = drift
      self.expires = expires
    }
  }

  /// Adds a device; enrols the user with the first one.
  ///
  /// - Parameters:
  ///   - uid: the account's uid now.
  ///   - secret: 1 to 128 bytes.
  ///   - recoveryCodes: a new set of recovery codes that is stored with the device, or not at all.
  ///   - replacesCodes: whether it may take the place of an older set.
  ///   - language: the user's own from now on; `nil` leaves it as it is.
  /// - Returns: the device as stored.
  /// - Throws: `recoveryCodesThere` for a set that has no place.
  @discardableResult
  public borrowing func enroll(
    _ user: UserName, uid: UInt32, device new: NewDevice, secret: Span<UInt8>,
    recoveryCodes: [RecoveryCodeSet.HashedCode]? = nil, replacesCodes: Bool = true, language: MessageLanguage? = nil
  ) throws(AdministrationFailure) -> Device {
    var enrolled: Device?
    try change(user) { (stored, key) throws(AdministrationFailure) in
      var record = try stored.recordOrNew(of: user, uid: uid)
      guard !record.devices.contains(where: { $0.name == new.name }) else { throw .nameTaken }
      guard recoveryCodes == nil || replacesCodes || record.recovery == nil else { throw .recoveryCodesThere }
      do throws(SealFailure) {
        enrolled = try record.add(new.kind, name: new.name, created: new.created, secret: secret, key: key)
      } catch {
        throw .store(.seal(error))
      }
      guard let device = enrolled else { throw .tooManyDevices }
      record.expire(device.id, at: new.expires)
      enrolled?.expires = new.expires
      stored.state.set(DeviceState(id: device.id, nextMovingFactor: new.nextMovingFactor, drift: new.drift))
      record.reset = nil
      record.language = language ?? record.language
      if let recoveryCodes { try record.renew(recoveryCodes, created: new.created, &stored.state) }
      stored.record = record
    }
    guard let enrolled else { throw .tooManyDevices }
    return enrolled
  }

  /// Enrols a user with the first device, at a login of the user's own.
  ///
  /// - Parameters:
  ///   - uid: the account's uid, as the login had it.
  ///   - secret: 1 to 128 bytes.
  ///   - ticket: ``TemporaryCode/mark`` of the ticket that the user has shown; it goes.
  /// - Throws: `alreadyEnrolled` when a device is there meanwhile, `noTicket` when the ticket is not there any more.
  @discardableResult
  public borrowing func enrollFirst(
    _ user: UserName, uid: UInt32, device new: NewDevice, secret: Span<UInt8>, ticket: UInt32?
  ) throws(AdministrationFailure) -> Device {
    var enrolled: Device?
    try change(user) { (stored, key) throws(AdministrationFailure) in
      var record = try stored.recordOrNew(of: user, uid: uid)
      guard !record.isEnrolled else { throw .alreadyEnrolled }
      if let ticket {
        guard let standing = record.ticket, standing.mark == ticket, standing.holds(at: new.created),
          !stored.state.isUsed(standing)
        else {
          throw .noTicket
        }
      }
      do throws(SealFailure) {
        enrolled = try record.add(new.kind, name: new.name, created: new.created, secret: secret, key: key)
      } catch {
        throw .store(.seal(error))
      }
      guard let device = enrolled else { throw .tooManyDevices }
      stored.state.set(DeviceState(id: device.id, nextMovingFactor: new.nextMovingFactor, drift: new.drift))
      record.reset = nil
      stored.record = record
    }
    guard let enrolled else { throw .tooManyDevices }
    return enrolled
  }

  /// Takes away a device, and forgets what was remembered: it might have been by this device. With the last one the
  /// recovery codes go, and the record too unless it holds something else.
  ///
  /// - Parameter allowLast: whether the user's only device may go; the user is no longer enrolled then.
  public borrowing func remove(
    device id: UInt32, of user: UserName, allowLast: Bool
  ) throws(AdministrationFailure) {
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard var record = stored.record else { throw .notEnrolled }
      guard record.devices.contains(where: { $0.id == id }) else { throw .noSuchDevice }
      record.remove(id)
      guard allowLast || !record.devices.isEmpty else { throw .lastDevice }
      if record.devices.isEmpty { stored.retireRecoveryCodes(of: &record) }
      stored.state.remembered = []
      stored.keep(record)
    }
  }

  /// Takes away everything about a user.
  public borrowing func remove(_ user: UserName) throws(AdministrationFailure) {
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard stored.record != nil else { throw .notEnrolled }
      stored.record = nil
    }
  }

  /// Gives a device another name.
  public borrowing func rename(
    device id: UInt32, of user: UserName, to name: DeviceName
  ) throws(AdministrationFailure) {
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard var record = stored.record else { throw .notEnrolled }
      guard record.devices.contains(where: { $0.id == id }) else { throw .noSuchDevice }
      guard !record.devices.contains(where: { $0.name == name && $0.id != id }) else { throw .nameTaken }
      record.rename(id, to: name)
      stored.record = record
    }
  }

  /// Stores recovery codes of somebody who has none, as long as a certain device is there.
  ///
  /// - Throws: `noSuchDevice` when it is there no more, `recoveryCodesThere` when others are there meanwhile.
  public borrowing func add(
    recoveryCodes codes: borrowing RecoveryCodes, of user: UserName, toDeviceOf mark: SecretMark, created: UInt64
  ) throws(AdministrationFailure) {
    let hashed: [RecoveryCodeSet.HashedCode]
    do throws(SystemFailure) { hashed = try codes.hashed() } catch { throw .store(.system(.record, error)) }
    try change(user) { (stored, key) throws(AdministrationFailure) in
      guard var record = stored.record, record.isEnrolled else { throw .notEnrolled }
      let device: Device?
      do throws(SealFailure) { device = try record.device(of: mark, key: key) } catch { throw .store(.seal(error)) }
      guard device != nil else { throw .noSuchDevice }
      guard record.recovery == nil else { throw .recoveryCodesThere }
      try record.renew(hashed, created: created, &stored.state)
      stored.record = record
    }
  }

  /// Stores a new set of recovery codes; codes of the old set no longer count.
  public borrowing func renew(
    recoveryCodes codes: borrowing RecoveryCodes, of user: UserName, created: UInt64
  ) throws(AdministrationFailure) {
    let hashed: [RecoveryCodeSet.HashedCode]
    do throws(SystemFailure) { hashed = try codes.hashed() } catch { throw .store(.system(.record, error)) }
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard var record = stored.record, record.isEnrolled else { throw .notEnrolled }
      try record.renew(hashed, created: created, &stored.state)
      stored.record = record
    }
  }
}

extension UserRecord {
  /// Puts a new set of recovery codes in place of the old one.
  mutating func renew(
    _ codes: [RecoveryCodeSet.HashedCode], form: RecoveryCodeSet.Form = .characters, created: UInt64,
    _ state: inout UserState
  ) throws(AdministrationFailure) {
    let newest = max(recovery?.number ?? 0, state.recoverySet)
    let (number, overflow) = newest.addingReportingOverflow(1)
    guard !overflow else { throw .tooManyDevices }
    recovery = RecoveryCodeSet(number: number, created: created, form: form, codes: codes)
    state.recoveryMisses = MissCount()
  }
}
