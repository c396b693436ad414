extension UserStore {
  /// Which factors of a user are meant.
  public enum FactorScope: Equatable, Sendable {
    case all
    case device(UInt32)
    case recoveryCodes
    case temporaryCode
  }

  /// Forgets wrong codes, which ends a wait, a lock and the disabling after a hundred of them. Changes nothing else:
  /// used codes stay used.
  ///
  /// - Returns: what there was to forget: in the order of the devices, then the recovery codes, then temporary codes.
  public borrowing func unlock(
    _ scope: FactorScope, of user: UserName
  ) throws(AdministrationFailure) -> [ClearedMisses] {
    var cleared: [ClearedMisses] = []
    try change(user) { (stored, _) throws(AdministrationFailure) in
      cleared = []
      guard let record = stored.record else { throw .notEnrolled }
      if case .device(let id) = scope, !record.devices.contains(where: { $0.id == id }) { throw .noSuchDevice }
      for device in record.devices where scope == .all || scope == .device(device.id) {
        UserStore.endSendingWait(of: device, in: &stored.state, &cleared)
        guard var state = stored.state.device(device.id), state.misses.count > 0 else { continue }
        cleared.append(ClearedMisses(factor: .device(device), misses: state.misses))
        state.misses = MissCount()
        state.pairEnd = 0
        stored.state.set(state)
      }
      if scope == .all || scope == .recoveryCodes, stored.state.recoveryMisses.count > 0 {
        cleared.append(ClearedMisses(factor: .recoveryCodes, misses: stored.state.recoveryMisses))
        stored.state.recoveryMisses = MissCount()
      }
      if scope == .all || scope == .temporaryCode, stored.state.temporaryMisses.count > 0 {
        cleared.append(ClearedMisses(factor: .temporaryCode, misses: stored.state.temporaryMisses))
        stored.state.temporaryMisses = MissCount()
      }
    }
    return cleared
  }

  /// Lets a code be sent again at once.
  private static func endSendingWait(of device: Device, in state: inout UserState, _ cleared: inout [ClearedMisses]) {
    guard case .sent = device.kind, var own = state.device(device.id), own.sendings > 0 else { return }
    cleared.append(ClearedMisses(factor: .sendings(device, own.sendings), misses: MissCount()))
    own.sendings = 0
    state.set(own)
  }

  /// Finds out by two codes in a row where a device stands, and stores it: the next moving factor, the drift, and no
  /// misses. Both codes count as used. Where they are not found, nothing is changed.
  ///
  /// - Parameters:
  ///   - first: a code as it was typed.
  ///   - second: the one that the device showed next.
  ///   - now: when the second one was typed, seconds since 1970.
  public borrowing func resynchronise(
    device id: UInt32, of user: UserName, first: Span<UInt8>, second: Span<UInt8>, now: UInt64
  ) throws(AdministrationFailure) -> Resynchronisation.Finding {
    var finding = Resynchronisation.Finding.notFound
    try change(user) { (stored, key) throws(AdministrationFailure) in
      guard let record = stored.record else { throw .notEnrolled }
      guard let device = record.devices.first(where: { $0.id == id }) else { throw .noSuchDevice }
      guard let state = stored.state.device(id) else { throw .store(.incompleteState) }
      let secret: SecretBytes
      do throws(SealFailure) {
        secret = try device.openSecret(of: user, key: key)
      } catch {
        throw .store(.seal(error))
      }
      var search = Resynchronisation(device: device, state: state, now: now)
      do throws(SystemFailure) {
        finding = try search.find(first, second, secret: secret.bytes)
      } catch {
        throw .store(.system(.record, error))
      }
      stored.state.set(search.state)
    }
    return finding
  }

  /// Takes a security key's next signature counter as it comes, for a key that was reset or whose copy is known.
  public borrowing func forgetSignatureCounter(
    device id: UInt32, of user: UserName
  ) throws(AdministrationFailure) {
    try change(user) { (stored, _) throws(AdministrationFailure) in
      guard let record = stored.record else { throw .notEnrolled }
      guard record.devices.contains(where: { $0.id == id && $0.kind.securityKey != nil }) else { throw .noSuchDevice }
      guard var state = stored.state.device(id) else { throw .store(.incompleteState) }
      state.nextMovingFactor = 0
      stored.state.set(state)
    }
  }
}
