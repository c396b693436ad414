/// Finds out whether a login needs no code, before anything is asked.
struct Waiver {
  let request: LoginRequest
  let settings: PolicySettings
  let moment: LocalMoment?
  let clock: @Sendable () throws(SystemFailure) -> UInt64

  /// Why no code is needed: the policy does not ask this user, an earlier success at this place is remembered, or an
  /// administrator has granted a bypass. The use of a bypass is on the disk before this returns.
  ///
  /// - Returns: `nil` when a code has to be given.
  func reason(_ subject: Subject, _ store: borrowing UserStore) throws(StoreFailure) -> SkipReason? {
    if case .skip(let reason) = settings.decide(subject.enrolment, moment: moment) { return reason }
    guard let read = subject.record else { return nil }
    if let place = settings.rememberedPlace(of: request), let reason = try remembered(place, read, store) {
      return reason
    }
    return read.record.bypass == nil ? nil : try bypass(read, store)
  }

  private func remembered(
    _ place: RememberedPlace, _ read: UserStore.ReadRecord, _ store: borrowing UserStore
  ) throws(StoreFailure) -> SkipReason? {
    let state = try store.state(of: read.record.user)
    guard let success = state.remembers(place.place, rule: place.rule, now: try now()) else { return nil }
    return .remembered(since: success.since, place.source)
  }

  /// Reads bypass and uses again under the lock, so that none is used more often than granted.
  private func bypass(
    _ read: UserStore.ReadRecord, _ store: borrowing UserStore
  ) throws(StoreFailure) -> SkipReason? {
    var locked = try store.lockState(of: read.record.user)
    guard let bypass = try store.refreshed(read)?.bypass else { return nil }
    let standing = bypass.standing(
      service: request.service, address: request.numericAddress, now: try now(), uses: locked.state.uses(of: bypass))
    guard case .active = standing else { return nil }
    var state = locked.state
    state.use(bypass)
    try locked.record(state)
    return .bypassed(number: bypass.number)
  }

  private func now() throws(StoreFailure) -> UInt64 {
    do { return try clock() } catch { throw .system(.state, error) }
  }
}
