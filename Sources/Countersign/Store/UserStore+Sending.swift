extension UserStore {
  /// Makes the next code of a device, to be sent. From now on the device waits for this one and for no earlier one, and
  /// that is on the disk before this returns; so of two at once one code counts, and a crash leaves one or none.
  ///
  /// - Parameters:
  ///   - throttle: of wrong codes; while a device rests for them, no code is sent that would not be looked at.
  ///   - clock: read under the lock.
  public borrowing func makeCode(
    for id: UInt32, of user: UserName, throttle: Throttle, clock: () throws(SystemFailure) -> UInt64 = Clock.now
  ) throws(SendingRefusal) -> SentCode {
    var turns = DirectoryTurns()
    while true {
      do throws(SendingRefusal) {
        return try makeCodeOnce(for: id, of: user, throttle: throttle, clock: clock)
      } catch {
        guard case .store(let failure) = error, hasTurn(after: failure, &turns) else { throw error }
      }
    }
  }

  private borrowing func makeCodeOnce(
    for id: UInt32, of user: UserName, throttle: Throttle, clock: () throws(SystemFailure) -> UInt64
  ) throws(SendingRefusal) -> SentCode {
    let read = try refusing { () throws(StoreFailure) in try readRecord(of: user) }
    guard let read else { throw .notEnrolled }
    var locked: LockedState
    do { locked = try lockState(of: user) } catch { throw .store(error) }
    let current = try refusing { () throws(StoreFailure) in try refreshed(read) }
    guard let current, current.record.isEnrolled else { throw .notEnrolled }
    let now: UInt64
    do { now = try clock() } catch { throw .store(.system(.state, error)) }
    guard let device = current.record.devices.first(where: { $0.id == id }) else { throw .noSuchDevice }
    guard case .sent(let parameters) = device.kind else { throw .otherKind }
    var state = try UserStore.readyState(of: device, in: locked.state, throttle, now: now)
    let (next, overflow) = state.nextMovingFactor.addingReportingOverflow(1)
    // Behind it there has to be another one for what follows an accepted code.
    guard !overflow, next < .max else { throw .store(.incompleteState) }
    state.nextMovingFactor = next
    state.sentAt = now
    state.sendings = state.sendings == .max ? .max : state.sendings + 1
    let code = try UserStore.code(of: device, parameters, next, current)
    var after = locked.state
    after.set(state)
    do { try locked.record(after) } catch { throw .store(error) }
    return code
  }

  /// The state of a device that a code may be sent to.
  private static func readyState(
    of device: Device, in state: UserState, _ throttle: Throttle, now: UInt64
  ) throws(SendingRefusal) -> DeviceState {
    guard device.disabled == nil else { throw .disabledByAdministrator }
    guard !device.isExpired(at: now) else { throw .expired }
    guard let state = state.device(device.id) else { throw .store(.incompleteState) }
    switch throttle.standing(state.misses, now: now) {
    case .open: break
    case .waiting(let until): throw .resting(until: until)
    case .disabled: throw .disabled
    }
    if case .waiting(let until) = SendingThrottle.standing(unused: state.sendings, last: state.sentAt, now: now) {
      throw .tooSoon(until: until)
    }
    return state
  }

  private static func code(
    of device: Device, _ parameters: SentParameters, _ movingFactor: UInt64, _ read: ReadRecord
  ) throws(SendingRefusal) -> SentCode {
    let secret: SecretBytes
    do { secret = try device.openSecret(of: read.record.user, key: read.key.key) } catch { throw .store(.seal(error)) }
    do { return try SentCode(parameters, movingFactor: movingFactor, secret: secret.bytes) } catch {
      throw .store(.system(.state, error))
    }
  }

  private borrowing func refusing<Value: ~Copyable>(
    _ body: () throws(StoreFailure) -> Value
  ) throws(SendingRefusal) -> Value {
    do { return try body() } catch { throw .store(error) }
  }
}
