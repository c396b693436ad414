extension UserStore {
  /// Lets a user log in without a second factor for a time; takes the place of an earlier bypass. The user need not be
  /// enrolled.
  ///
  /// - Parameter uid: the account's uid now.
  @discardableResult
  public borrowing func grantBypass(
    _ terms: Bypass.Terms, to user: UserName, uid: UInt32
  ) throws(AdministrationFailure) -> Bypass {
    var granted: Bypass?
    try change(user) { (stored, _) throws(AdministrationFailure) in
      var record = try stored.recordOrNew(of: user, uid: uid)
      let number = try UserStore.following(record.bypass?.number, stored.state.bypassNumber)
      granted = Bypass(number: number, terms)
      record.bypass = granted
      stored.state.bypassNumber = number
      stored.state.bypassUses = 0
      stored.record = record
    }
    guard let granted else { throw .numbersUsedUp }
    return granted
  }

  /// Ends a bypass at once. Its number counts as passed, so that putting the old record back brings nothing back.
  ///
  /// - Returns: the bypass as it was.
  @discardableResult
  public borrowing func revokeBypass(of user: UserName) throws(AdministrationFailure) -> Bypass {
    var revoked: Bypass?
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard var record = stored.record, let bypass = record.bypass else { throw .noBypass }
      revoked = bypass
      let newest = max(bypass.number, stored.state.bypassNumber)
      stored.state.bypassNumber = newest == .max ? .max : newest + 1
      stored.state.bypassUses = 0
      record.bypass = nil
      stored.keep(record)
    }
    guard let revoked else { throw .noBypass }
    return revoked
  }

  /// Stores a code that was made for reading it out; takes the place of an earlier one. The user need not be enrolled,
  /// and must not be for a ticket.
  ///
  /// - Parameters:
  ///   - purpose: whether it lets in or opens an enrolment.
  ///   - uid: the account's uid now.
  ///   - created: seconds since 1970.
  ///   - until: the first second in which it no longer holds; later than `created`.
  @discardableResult
  public borrowing func issueTemporaryCode(
    _ code: borrowing FreshTemporaryCode, for purpose: TemporaryCode.Purpose = .login, to user: UserName, uid: UInt32,
    created: UInt64, until: UInt64, by: UserName
  ) throws(AdministrationFailure) -> TemporaryCode {
    let hashed: RecoveryCodeSet.HashedCode
    do throws(SystemFailure) { hashed = try code.hashed() } catch { throw .store(.system(.record, error)) }
    var issued: TemporaryCode?
    try change(user) { (stored, _) throws(AdministrationFailure) in
      var record = try stored.recordOrNew(of: user, uid: uid)
      guard purpose == .login || !record.isEnrolled else { throw .alreadyEnrolled }
      let number = try UserStore.following(record.temporary?.number, stored.state.temporaryUsed)
      issued = TemporaryCode(purpose, number: number, created: created, until: until, by: by, code: hashed)
      guard let issued else { throw .noTime }
      record.temporary = issued
      stored.state.temporaryUsed = number - 1
      stored.state.temporaryMisses = MissCount()
      stored.record = record
    }
    guard let issued else { throw .numbersUsedUp }
    return issued
  }

  /// Takes a temporary code back, be it used or not.
  ///
  /// - Returns: the code as it was.
  @discardableResult
  public borrowing func revokeTemporaryCode(of user: UserName) throws(AdministrationFailure) -> TemporaryCode {
    var revoked: TemporaryCode?
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard var record = stored.record, let code = record.temporary else { throw .noTemporaryCode }
      revoked = code
      stored.retire(code)
      record.temporary = nil
      stored.keep(record)
    }
    guard let revoked else { throw .noTemporaryCode }
    return revoked
  }

  /// Disables a device until it is enabled again, and forgets what was remembered: it might have been by this device.
  ///
  /// - Parameter time: seconds since 1970.
  @discardableResult
  public borrowing func disable(
    device id: UInt32, of user: UserName, at time: UInt64
  ) throws(AdministrationFailure) -> SwitchedDevice {
    try setDisabled(id, of: user, since: time)
  }

  /// Enables a device that an administrator has disabled. Wrong codes are not forgotten.
  @discardableResult
  public borrowing func enable(device id: UInt32, of user: UserName) throws(AdministrationFailure) -> SwitchedDevice {
    try setDisabled(id, of: user, since: nil)
  }

  /// Lets a device count no longer from a time on, or for ever with `nil`.
  ///
  /// - Parameter time: seconds since 1970.
  @discardableResult
  public borrowing func expire(
    device id: UInt32, of user: UserName, at time: UInt64?
  ) throws(AdministrationFailure) -> SwitchedDevice {
    var switched = SwitchedDevice.needless
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard var record = stored.record, record.isEnrolled else { throw .notEnrolled }
      guard let device = record.devices.first(where: { $0.id == id }) else { throw .noSuchDevice }
      guard device.expires != time else { return }
      record.expire(id, at: time)
      stored.record = record
      switched = .done
    }
    return switched
  }

  /// Sets in which language a user is told something, or with `nil` that it is the policy's. The user need not be
  /// enrolled, but something has to be stored.
  public borrowing func setLanguage(
    of user: UserName, to language: MessageLanguage?
  ) throws(AdministrationFailure) -> SwitchedDevice {
    var switched = SwitchedDevice.needless
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard var record = stored.record else { throw .notEnrolled }
      guard record.language != language else { return }
      record.language = language
      stored.record = record
      switched = .done
    }
    return switched
  }

  private borrowing func setDisabled(
    _ id: UInt32, of user: UserName, since time: UInt64?
  ) throws(AdministrationFailure) -> SwitchedDevice {
    var switched = SwitchedDevice.needless
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard var record = stored.record, record.isEnrolled else { throw .notEnrolled }
      guard let device = record.devices.first(where: { $0.id == id }) else { throw .noSuchDevice }
      guard (device.disabled == nil) != (time == nil) else { return }
      record.disable(id, since: time)
      if time != nil { stored.state.remembered = [] }
      stored.record = record
      switched = .done
    }
    return switched
  }

  /// Takes away all that a user could log in with (devices, recovery codes, temporary code, bypass, remembered
  /// successes) and opens the next enrolment.
  ///
  /// - Returns: the devices there were.
  @discardableResult
  public borrowing func reset(_ user: UserName, _ mark: ResetMark) throws(AdministrationFailure) -> [Device] {
    var removed: [Device] = []
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard var record = stored.record else { throw .notEnrolled }
      removed = record.devices
      for device in removed { record.remove(device.id) }
      if let temporary = record.temporary { stored.retire(temporary) }
      if let bypass = record.bypass {
        stored.state.bypassNumber = try UserStore.following(bypass.number, stored.state.bypassNumber)
        stored.state.bypassUses = 0
      }
      stored.retireRecoveryCodes(of: &record)
      (record.temporary, record.bypass, record.reset) = (nil, nil, mark)
      stored.state.remembered = []
      stored.record = record
    }
    return removed
  }

  /// Forgets the successes that are not asked for again.
  ///
  /// - Returns: what there was to forget.
  @discardableResult
  public borrowing func forgetRemembered(of user: UserName) throws(AdministrationFailure) -> [RememberedSuccess] {
    var forgotten: [RememberedSuccess] = []
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard stored.record != nil else { throw .notEnrolled }
      forgotten = stored.state.remembered
      stored.state.remembered = []
    }
    return forgotten
  }

  /// One more than both numbers that are known to have been given.
  private static func following(_ inRecord: UInt32?, _ inState: UInt32) throws(AdministrationFailure) -> UInt32 {
    let (number, overflow) = max(inRecord ?? 0, inState).addingReportingOverflow(1)
    guard !overflow else { throw .numbersUsedUp }
    return number
  }
}
