extension UserStore {
  /// How a token is given to somebody.
  public struct AssignmentTerms: Sendable {
    /// What the device is called.
    public let name: DeviceName
    public let by: UserName
    /// Seconds since 1970.
    public let now: UInt64
    /// What a code of the token has shown: the least moving factor that may still be accepted, and the drift. Without
    /// it the token is given as the inventory has it.
    public let shown: (nextMovingFactor: UInt64, drift: Int32)?

    public init(name: DeviceName, by: UserName, now: UInt64, shown: (nextMovingFactor: UInt64, drift: Int32)? = nil) {
      self.name = name
      self.by = by
      self.now = now
      self.shown = shown
    }
  }

  /// Gives a token that nobody has to a user, as a new device.
  ///
  /// - Parameters:
  ///   - uid: the account's uid now.
  ///   - recoveryCodes: a new set of recovery codes that is stored with the device, or not at all.
  ///   - replacesCodes: whether it may take the place of an older set.
  /// - Returns: the device as stored.
  /// - Throws: `recoveryCodesThere` for a set that has no place.
  public borrowing func assign(
    _ serial: TokenSerial, to user: UserName, uid: UInt32, _ terms: AssignmentTerms,
    recoveryCodes: [RecoveryCodeSet.HashedCode]? = nil, replacesCodes: Bool = true
  ) throws(AdministrationFailure) -> Device {
    var assigned: Device?
    try change(user) { (stored, key) throws(AdministrationFailure) in
      // The inventory is this host's own, wherever the user is looked after.
      let own = try storing { () throws(StoreFailure) in try currentKey() }
      var token = try freeToken(serial, isConfirmed: terms.shown != nil, own.key)
      let secret: SecretBytes
      do throws(SealFailure) { secret = try token.openSecret(key: own.key) } catch { throw .store(.seal(error)) }
      var record = try stored.recordOrNew(of: user, uid: uid)
      guard !record.devices.contains(where: { $0.name == terms.name }) else { throw .nameTaken }
      guard recoveryCodes == nil || replacesCodes || record.recovery == nil else { throw .recoveryCodesThere }
      let added: Device?
      do throws(SealFailure) {
        added = try record.add(token.kind, name: terms.name, created: terms.now, secret: secret.bytes, key: key)
      } catch {
        throw .store(.seal(error))
      }
      guard let device = added else { throw .tooManyDevices }
      record.mark(device.id, as: serial)
      record.expire(device.id, at: token.expires)
      record.reset = nil
      // What the inventory knows as used stays used, whatever the clock says.
      let next = max(terms.shown?.nextMovingFactor ?? 0, token.nextMovingFactor)
      let drift = terms.shown?.drift ?? token.drift
      stored.state.set(DeviceState(id: device.id, nextMovingFactor: next, drift: drift))
      if let recoveryCodes { try record.renew(recoveryCodes, created: terms.now, &stored.state) }
      token.assignment = HardwareToken.Assignment(user: user, device: device.id, since: terms.now, by: terms.by)
      do throws(StoreFailure) { try write(token, under: own.key) } catch { throw .store(error) }
      assigned = record.devices.last
      stored.record = record
    }
    guard let assigned else { throw .tooManyDevices }
    return assigned
  }

  /// A token that nobody has, sealed under this key.
  private borrowing func freeToken(
    _ serial: TokenSerial, isConfirmed: Bool, _ key: borrowing SealKey
  ) throws(AdministrationFailure) -> HardwareToken {
    guard let read = try storing({ () throws(StoreFailure) in try readToken(serial) }) else { throw .noSuchToken }
    switch standing(of: read.token) {
    case .free: break
    case .assigned(let assignment): throw .tokenInUse(assignment.user)
    case .left: if !isConfirmed { throw .counterUnknown }
    }
    do { return try read.token(under: key) } catch { throw .store(.seal(error)) }
  }

  // MARK: Coming back

  /// Tokens that are leaving a user whose record is about to be written without them.
  struct LeavingTokens {
    fileprivate let user: UserName
    fileprivate let states: [(serial: TokenSerial, state: DeviceState?)]

    init(from before: UserRecord, state: UserState, to after: UserRecord?) {
      user = before.user
      states = before.devices.compactMap { device in
        guard let serial = device.serial, after?.devices.contains(where: { $0.id == device.id }) != true else {
          return nil
        }
        return (serial, state.device(device.id))
      }
    }
  }

  /// Keeps in the inventory where tokens stand, before the user's record goes.
  ///
  /// An inventory that cannot be read or written keeps nobody from taking a device away: the token is then
  /// ``TokenStanding/left(_:)``, and a code has to confirm its counter.
  borrowing func keepCounters(of leaving: LeavingTokens, _ key: borrowing SealKey) {
    for (serial, state) in leaving.states {
      guard let state, var token = returning(serial, from: leaving.user, key) else { continue }
      token.nextMovingFactor = max(token.nextMovingFactor, state.nextMovingFactor)
      token.drift = state.drift
      try? write(token, under: key)
    }
  }

  /// Lets tokens be free again, once the user's record is without them. Only where their counters are there.
  borrowing func release(_ leaving: LeavingTokens, _ key: borrowing SealKey) {
    for (serial, state) in leaving.states {
      guard let state, var token = returning(serial, from: leaving.user, key),
        token.nextMovingFactor >= state.nextMovingFactor, case .left = standing(of: token)
      else { continue }
      token.assignment = nil
      try? write(token, under: key)
    }
  }

  private borrowing func returning(
    _ serial: TokenSerial, from user: UserName, _ key: borrowing SealKey
  ) -> HardwareToken? {
    guard let read = try? readToken(serial), read.token.assignment?.user == user else { return nil }
    return try? read.token(under: key)
  }
}
