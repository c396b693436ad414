import OATH

/// Checks one code against all factors of a user and works out the state that follows. Touches no file.
struct FactorCheck {
  let record: UserRecord
  let now: UInt64
  let throttle: Throttle
  /// Factors of other kinds are as if they were not there.
  let kinds: FactorKinds
  /// By which ways codes can be sent; devices with another are as if they were not there.
  let deliveries: [DeliveryName]
  /// In place of each time-based device's own.
  let window: UInt32?
  /// In place of each event-based device's own.
  let lookAhead: UInt32?
  let resync: AutomaticResync
  /// What the answer was asked for; tokens that answer challenges are as if they were not there without one.
  let challenge: Challenge?
  /// What a security key has shown in place of a code; then no other device is looked at.
  let evidence: KeyEvidence?
  /// As read under the lock, and changed as the outcome demands; to be recorded before the outcome is told.
  private(set) var state: UserState

  /// Where the device that was accepted was found again by two codes in a row.
  private(set) var resynchronised: Resynchronisation.Finding?

  /// The factor that a wrong code has locked or disabled, not for the first of its waits.
  private(set) var locked: FactorLabel?

  private var missed: [UInt32] = []
  /// Missed ones, as they are to go on if the code counts as wrong.
  private var nearMisses: [DeviceState] = []
  private var missedRecovery = false
  private var missedTemporary = false
  /// The mark of the one that was shown.
  private var ticket: UInt32?
  private var used: FactorLabel?
  private var foundExpired = false
  private var late: FactorLabel?
  private var ahead: FactorOutcome?
  private var waitingUntil: UInt64?
  private var foundDisabled = false
  private var switchedOff: FactorLabel?
  private var over: FactorLabel?
  /// What there is to say of an answer that no factor has the form of.
  private var misfit: FactorOutcome

  init(
    record: UserRecord, state: UserState, now: UInt64, throttle: Throttle = .standard, kinds: FactorKinds = .all,
    deliveries: [DeliveryName] = [], window: UInt32? = nil, lookAhead: UInt32? = nil,
    resync: AutomaticResync = .allow, challenge: Challenge? = nil, evidence: KeyEvidence? = nil
  ) {
    self.record = record
    self.state = state
    self.now = now
    self.throttle = throttle
    self.kinds = kinds
    self.deliveries = deliveries
    self.window = window
    self.lookAhead = lookAhead
    self.resync = resync
    self.challenge = challenge
    self.evidence = evidence
    misfit = evidence == nil ? .notACode : .removedKey
  }

  /// Looks for a factor that accepts a code; one answer may be tried in several readings.
  ///
  /// A wrong code never moves a moving factor; a factor that waits or is disabled is neither evaluated nor counted.
  ///
  /// - Returns: the factor, or `nil`; ``refusal()`` then says why.
  mutating func accept(_ code: borrowing TypedCode, key: borrowing SealKey) throws(StoreFailure) -> FactorLabel? {
    for device in record.devices
    where evidence.map({ $0.device == device.id }) ?? true && kinds.count(device.kind, deliveries) {
      if try accepts(device, code, key: key) { return FactorLabel(device) }
    }
    if let temporary = record.temporary, kinds.contains(.temporaryCodes), accepts(temporary, code) {
      return .temporaryCode
    }
    if let recovery = record.recovery, kinds.contains(.recoveryCodes), code.has(recovery.form),
      let found = try acceptsRecovery(recovery, code)
    {
      return found
    }
    return try resynchronises(code, key: key)
  }

  @inline(never)
  private mutating func accepts(
    _ device: Device, _ code: borrowing TypedCode, key: borrowing SealKey
  ) throws(StoreFailure) -> Bool {
    guard hasForm(of: device.kind, code) else { return false }
    guard device.disabled == nil else {
      switchedOff = switchedOff ?? FactorLabel(device)
      return false
    }
    guard !device.isExpired(at: now) else {
      over = over ?? FactorLabel(device)
      return false
    }
    guard var deviceState = state.device(device.id) else { throw .incompleteState }
    let kind = device.kind.with(window: window, lookAhead: lookAhead)
    guard mayEvaluate(deviceState.misses), isInReach(device, kind, deviceState) else { return false }
    switch try match(device, kind, code, deviceState, key: key) {
    case .fresh(let movingFactor, let offset):
      let (next, overflow) = movingFactor.addingReportingOverflow(1)
      guard !overflow else { throw .incompleteState }
      deviceState.nextMovingFactor = next
      deviceState.pairEnd = 0
      deviceState.misses = MissCount()
      deviceState.lastUsed = now
      guard !DirectoryStore.isUsable || !deviceState.isDoubtful else {
        deviceState.isDoubtful = false
        state.set(deviceState)
        used = used ?? FactorLabel(device)
        return false
      }
      switch device.kind {
      case .totp: TOTPMatcher.learnDrift(offset, into: &deviceState)
      case .sent: deviceState.sendings = 0
      case .hotp, .yubicoOTP, .ocra, .fido2, .agent: break
      }
      state.set(deviceState)
      return true
    case .used: used = used ?? FactorLabel(device)
    case .expired: late = late ?? FactorLabel(device)
    case .none:
      missed.append(device.id)
      // The code that is out stays out.
      if case .sent = device.kind { nearMisses.append(deviceState) }
    case .unasked: break
    case .unproven: misfit = .unprovenKey
    case .steppedBack: misfit = .signatureCounter(FactorLabel(device))
    }
    return false
  }

  /// Whether a device of this kind could have made the code. A code of another key is not this device's: it is neither
  /// evaluated nor counted.
  private mutating func hasForm(of kind: DeviceKind, _ code: borrowing TypedCode) -> Bool {
    if evidence != nil { return kind.securityKey != nil }
    if case .ocra = kind, challenge == nil { return false }
    guard case .yubicoOTP(let identity) = kind else { return code.value(kind) != nil }
    switch code.yubicoForm(identity) {
    case .own: return true
    case .foreign: misfit = .foreignKey
    case .unreadable: misfit = .unknownLayout
    case .other: break
    }
    return false
  }

  /// Looks farther at the devices that said no: two codes in a row that are out of reach find a device again.
  private mutating func resynchronises(
    _ code: borrowing TypedCode, key: borrowing SealKey
  ) throws(StoreFailure) -> FactorLabel? {
    guard resync == .allow, used == nil else { return nil }
    for device in record.devices where missed.contains(device.id) {
      guard let typed = code.value(device.kind), var deviceState = state.device(device.id) else { continue }
      let kind = device.kind.with(window: window, lookAhead: lookAhead)
      var search = WiderSearch(kind: kind, state: deviceState, now: now)
      let secret = try secret(of: device, key: key)
      let finding: WiderSearch.Finding
      do { finding = try search.find(typed, secret: secret.bytes) } catch { throw .system(.record, error) }
      switch finding {
      case .none: continue
      case .nearMiss(let pairEnd):
        deviceState.pairEnd = pairEnd
        nearMisses.append(deviceState)
      case .pair(let found):
        state.set(search.state)
        resynchronised = found
        return FactorLabel(device)
      }
    }
    return nil
  }

  private mutating func isInReach(_ device: Device, _ kind: DeviceKind, _ state: DeviceState) -> Bool {
    guard case .totp(let parameters) = kind else { return true }
    let seconds = TOTPMatcher.secondsUntilFresh(parameters, state, now: now)
    guard seconds > 0 else { return true }
    ahead = ahead ?? .aheadOfClock(FactorLabel(device), seconds: seconds)
    return false
  }

  private func match(
    _ device: Device, _ kind: DeviceKind, _ code: borrowing TypedCode, _ state: DeviceState, key: borrowing SealKey
  ) throws(StoreFailure) -> MovingFactorMatch {
    let secret = try secret(of: device, key: key)
    do throws(SystemFailure) {
      switch kind {
      case .totp(let parameters):
        guard let typed = code.value(kind) else { return .none }
        return try TOTPMatcher.match(typed, parameters: parameters, state: state, secret: secret.bytes, now: now)
      case .hotp(let parameters):
        guard let typed = code.value(kind) else { return .none }
        return try HOTPMatcher.match(typed, parameters: parameters, state: state, secret: secret.bytes)
      case .yubicoOTP(let identity):
        guard case .own(let layout) = code.yubicoForm(identity) else { return .none }
        return try YubicoMatcher.match(code, layout, state: state, secret: secret.bytes)
      case .ocra(let suite):
        guard let challenge, let typed = code.value(kind) else { return .none }
        return try OCRAMatcher.match(
          typed, to: challenge, suite: suite, state: state, secret: secret.bytes, now: now,
          window: window ?? TOTPParameters.defaultWindow, lookAhead: lookAhead ?? HOTPParameters.defaultLookAhead)
      case .sent(let parameters):
        guard let typed = code.value(kind) else { return .none }
        return try SentMatcher.match(typed, parameters: parameters, state: state, secret: secret.bytes, now: now)
      case .fido2(let parameters), .agent(let parameters):
        guard let evidence, evidence.mark == SecretMark(of: secret.bytes) else { return .unasked }
        return SignatureCounter.match(evidence, parameters.demands, next: state.nextMovingFactor)
      }
    } catch {
      throw .system(.record, error)
    }
  }

  private func secret(of device: Device, key: borrowing SealKey) throws(StoreFailure) -> SecretBytes {
    do { return try device.openSecret(of: record.user, key: key) } catch { throw .seal(error) }
  }

  /// A code that is right and out of time counts as no miss, nor does one that was used.
  private mutating func accepts(_ temporary: TemporaryCode, _ code: borrowing TypedCode) -> Bool {
    guard code.value(digits: FreshTemporaryCode.digits) != nil, mayEvaluate(state.temporaryMisses) else { return false }
    guard ConstantTime.equal(code.hash(salt: temporary.code.salt).span, temporary.code.hash.span) else {
      missedTemporary = true
      return false
    }
    guard temporary.purpose == .login || !record.isEnrolled else { return false }
    guard !state.isUsed(temporary) else {
      used = .temporaryCode
      return false
    }
    guard temporary.holds(at: now) else {
      foundExpired = true
      return false
    }
    state.temporaryMisses = MissCount()
    guard temporary.purpose == .login else {
      // It stays as it is until the enrolment that it opens is done.
      ticket = temporary.mark
      return false
    }
    state.temporaryUsed = temporary.number
    return true
  }

  private mutating func acceptsRecovery(
    _ recovery: RecoveryCodeSet, _ code: borrowing TypedCode
  ) throws(StoreFailure) -> FactorLabel? {
    guard let usedCodes = state.usedCodes(of: recovery), mayEvaluate(state.recoveryMisses) else { return nil }
    var found: Int?
    for index in recovery.codes.indices {
      let hashed = recovery.codes[index]
      if ConstantTime.equal(code.hash(salt: hashed.salt).span, hashed.hash.span) { found = index }
    }
    guard let index = found else {
      missedRecovery = true
      return nil
    }
    let label = FactorLabel.recoveryCode(index + 1)
    let mark = UInt16(1) << UInt16(truncatingIfNeeded: index)
    guard usedCodes & mark == 0 else {
      used = label
      return nil
    }
    state.recoverySet = recovery.number
    state.recoveryUsed = usedCodes | mark
    state.recoveryMisses = MissCount()
    return label
  }

  private mutating func mayEvaluate(_ misses: MissCount) -> Bool {
    switch throttle.standing(misses, now: now) {
    case .open: return true
    case .waiting(let until): waitingUntil = min(waitingUntil ?? until, until)
    case .disabled: foundDisabled = true
    }
    return false
  }

  /// Why nothing was accepted; counts one miss for each factor that was evaluated and said no.
  mutating func refusal() -> FactorOutcome {
    if let ticket { return .ticket(mark: ticket) }
    if let used { return .replayed(used) }
    if foundExpired { return .expiredTemporaryCode }
    if let late { return .expiredSentCode(late) }
    guard !missed.isEmpty || missedRecovery || missedTemporary else { return withoutEvaluation }
    for id in missed {
      guard var device = state.device(id) else { continue }
      device.misses.add(at: now)
      if throttle.locks(after: device.misses.count) {
        locked = record.devices.first { $0.id == id }.map { FactorLabel($0) }
      }
      device.pairEnd = nearMisses.first { $0.id == id }?.pairEnd ?? 0
      state.set(device)
    }
    if missedRecovery { state.recoveryMisses.add(at: now) }
    if missedTemporary { state.temporaryMisses.add(at: now) }
    return .wrong
  }

  /// Why no factor was evaluated.
  private var withoutEvaluation: FactorOutcome {
    if let ahead { return ahead }
    if let waitingUntil { return .throttled(until: waitingUntil) }
    if foundDisabled { return .disabled }
    if let switchedOff { return .disabledByAdministrator(switchedOff) }
    return over.map { .expiredDevice($0) } ?? misfit
  }
}
