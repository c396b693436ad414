/// Says of each factor of a user whether a login would look at it, by the rules of ``FactorCheck``.
struct FactorForesight {
  let record: UserRecord
  let state: UserState
  let settings: PolicySettings
  /// Seconds since 1970.
  let now: UInt64
  /// The login that it is about, if it is about one.
  var request: LoginRequest?

  /// Devices in their order, then the recovery codes, then the temporary code.
  var factors: [FactorPreview] {
    var factors = record.devices.map(preview)
    if let recovery = record.recovery { factors.append(preview(recovery)) }
    if let temporary = record.temporary { factors.append(preview(temporary)) }
    return factors
  }

  private func preview(_ device: Device) -> FactorPreview {
    let deviceState = state.device(device.id)
    return FactorPreview(
      factor: .device(id: device.id, name: device.name, kind: device.kind), readiness: readiness(device, deviceState),
      misses: deviceState?.misses.count ?? 0, drift: deviceState?.drift ?? 0)
  }

  private func readiness(_ device: Device, _ deviceState: DeviceState?) -> FactorReadiness {
    if !settings.factors.value.count(device.kind, settings.deliveries) {
      return notCounted(FactorKinds(device.kind)) ?? .notDelivered
    }
    if case .fido2(let parameters) = device.kind, let models = settings.keyModels, !settings.counts(parameters) {
      return .notCounted(models.source)
    }
    guard isHere(device.kind) else { return .notHere }
    if let since = device.disabled { return .disabledByAdministrator(since: since) }
    if let expires = device.expires, device.isExpired(at: now) { return .expired(since: expires) }
    guard let deviceState else { return .damaged }
    if let reason = resting(deviceState.misses) { return reason }
    let kind = device.kind.with(window: settings.window?.value, lookAhead: settings.lookAhead?.value)
    guard case .totp(let parameters) = kind else { return .ready }
    let seconds = TOTPMatcher.secondsUntilFresh(parameters, deviceState, now: now)
    return seconds > 0 ? .aheadOfClock(seconds: seconds) : .ready
  }

  /// Whether the login asks for a device of this kind, which for all but security keys it does. Whether the caller has
  /// an agent, nobody knows before.
  private func isHere(_ kind: DeviceKind) -> Bool {
    guard let request else { return true }
    switch kind {
    case .fido2: return request.mayBeAtTheMachine
    case .agent:
      if request.isBySSH { return settings.factors.value.contains(.sshKey) && request.key == .securityKey }
      return settings.factors.value.contains(.agent) && (request.address ?? []).isEmpty
    case .totp, .hotp, .yubicoOTP, .ocra, .sent: return true
    }
  }

  private func preview(_ recovery: RecoveryCodeSet) -> FactorPreview {
    let used = state.usedCodes(of: recovery)
    let left = used.map { max(0, recovery.codes.count - $0.nonzeroBitCount) } ?? 0
    let readiness =
      notCounted(.recoveryCodes) ?? (used == nil ? .superseded : nil) ?? resting(state.recoveryMisses)
      ?? (left > 0 ? .ready : .usedUp)
    return FactorPreview(
      factor: .recoveryCodes(left: left, of: recovery.codes.count), readiness: readiness,
      misses: state.recoveryMisses.count)
  }

  private func preview(_ temporary: TemporaryCode) -> FactorPreview {
    FactorPreview(
      factor: .temporaryCode(until: temporary.until), readiness: readiness(temporary),
      misses: state.temporaryMisses.count)
  }

  private func readiness(_ temporary: TemporaryCode) -> FactorReadiness {
    if let reason = notCounted(.temporaryCodes) ?? resting(state.temporaryMisses) { return reason }
    guard !state.isUsed(temporary) else { return .usedUp }
    guard temporary.created <= now else { return .notYet(from: temporary.created) }
    return now < temporary.until ? .ready : .expired(since: temporary.until)
  }

  private func notCounted(_ kind: FactorKinds) -> FactorReadiness? {
    settings.factors.value.contains(kind) ? nil : .notCounted(settings.factors.source)
  }

  private func resting(_ misses: MissCount) -> FactorReadiness? {
    switch settings.throttle.value.standing(misses, now: now) {
    case .open: nil
    case .waiting(let until): .waiting(until: until)
    case .disabled: .disabled
    }
  }
}
