/// Finds out what the policy says about a login: reads the file, and looks up only what the file asks about.
struct PolicyLookup {
  private let policy: PolicySelection
  private let clock: @Sendable () throws(SystemFailure) -> UInt64

  init(_ policy: PolicySelection, _ clock: @escaping @Sendable () throws(SystemFailure) -> UInt64) {
    self.policy = policy
    self.clock = clock
  }

  /// What holds for a login.
  func finding(
    for request: LoginRequest, _ account: UserDatabase.Lookup, in configuration: CheckedPath,
    _ location: StoreLocation
  ) throws(StoreFailure) -> PolicyFinding {
    switch policy {
    case .fixed(let settings): return PolicyFinding(settings: settings, moment: nil, policy: nil)
    case .file(let admitsUnenrolled):
      let policy = try PolicyFile.load(from: configuration, owner: location.owner)
      let facts = try facts(request, account, policy)
      var settings = policy.settings(for: facts)
      if admitsUnenrolled, settings.mode.value == .mandatory { settings.mode = PolicySetting(.enrolled, .argument) }
      return PolicyFinding(settings: settings, moment: facts.moment, policy: policy)
    }
  }

  private func facts(
    _ request: LoginRequest, _ account: UserDatabase.Lookup, _ policy: Policy
  ) throws(StoreFailure) -> PolicyFacts {
    return PolicyFacts(
      user: request.user, service: request.service, address: request.numericAddress,
      origin: LoginOrigin(host: request.address, terminal: request.terminal), key: request.key,
      groups: account.isFound ? try groups(of: request.user, policy) : [],
      moment: policy.needsMoment ? try moment() : nil)
  }

  private func groups(of user: UserName, _ policy: Policy) throws(StoreFailure) -> [[UInt8]] {
    let names = policy.groupNames
    do { return try UserDatabase.groups(of: user, among: names) } catch { throw .system(.policy, error) }
  }

  private func moment() throws(StoreFailure) -> LocalMoment {
    let now: UInt64
    do { now = try clock() } catch { throw .system(.policy, error) }
    do { return try LocalTime.moment(at: now) } catch { throw .localTime(error) }
  }
}
