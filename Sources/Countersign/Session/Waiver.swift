/// Finds out whether a login needs no code, before anything is asked.
struct Waiver {
  /// What becomes of the use of a bypass.
  enum Effect {
    /// It is on the disk before the reason is known: a login.
    case counted
    /// Nothing: the login is only thought of.
    case foreseen
  }

  let request: LoginRequest
  let settings: PolicySettings
  let moment: LocalMoment?
  let effect: Effect
  let clock: @Sendable () throws(SystemFailure) -> UInt64

  /// Why no code is needed: the policy does not ask this user, an earlier success at this place is remembered, or an
  /// administrator has granted a bypass. The use of a bypass is on the disk before this returns, see ``Effect``.
  ///
  /// - Returns: `nil` when a code has to be given.
  func reason(_ subject: Subject, _ store: borrowing UserStore) throws(StoreFailure) -> SkipReason? {
    if case .skip(let reason) = settings.decide(subject.enrolment, moment: moment) { return reason }
    guard let read = subject.record else { return nil }
    if let place = settings.rememberedPlace(of: request), let reason = try remembered(place, read, store) {
      return reason
    }
    guard let bypass = read.record.bypass else { return nil }
    switch effect {
    case .counted: return try useBypass(read, store)
    case .foreseen:
      let standing = try standing(of: bypass, in: state(of: read.record.user, store))
      return standing.isActive ? .bypassed(number: bypass.number) : nil
    }
  }

  private func remembered(
    _ place: RememberedPlace, _ read: UserStore.ReadRecord, _ store: borrowing UserStore
  ) throws(StoreFailure) -> SkipReason? {
    let state = try state(of: read.record.user, store)
    guard let success = state.remembers(place.place, rule: place.rule, now: try now()) else { return nil }
    return .remembered(since: success.since, place.source)
  }

  /// Reads bypass and uses again under the lock, so that none is used more often than granted.
  private func useBypass(
    _ read: UserStore.ReadRecord, _ store: borrowing UserStore
  ) throws(StoreFailure) -> SkipReason? {
    var turns = DirectoryTurns()
    while true {
      do throws(StoreFailure) { return try useBypassOnce(read, store) } catch {
        guard store.hasTurn(after: error, &turns) else { throw error }
      }
    }
  }

  private func useBypassOnce(
    _ read: UserStore.ReadRecord, _ store: borrowing UserStore
  ) throws(StoreFailure) -> SkipReason? {
    var locked = try store.lockState(of: read.record.user)
    guard let current = try store.refreshed(read)?.record else { return nil }
    guard current.uid == read.record.uid else { throw .otherAccount(uid: read.record.uid) }
    guard let bypass = current.bypass else { return nil }
    guard try standing(of: bypass, in: locked.state).isActive else { return nil }
    var state = locked.state
    state.use(bypass)
    try locked.record(state)
    return .bypassed(number: bypass.number)
  }

  /// Whether a bypass holds for this login.
  func standing(of bypass: Bypass, in state: UserState) throws(StoreFailure) -> BypassStanding {
    bypass.standing(
      service: request.service, address: request.numericAddress, now: try now(), uses: state.uses(of: bypass))
  }

  private func state(of user: UserName, _ store: borrowing UserStore) throws(StoreFailure) -> UserState {
    switch effect {
    case .counted: try store.state(of: user)
    case .foreseen: try store.glancedState(of: user)
    }
  }

  private func now() throws(StoreFailure) -> UInt64 {
    do { return try clock() } catch { throw .system(.state, error) }
  }
}

extension BypassStanding {
  fileprivate var isActive: Bool {
    if case .active = self { true } else { false }
  }
}
