import Countersign

/// What may be told of a bypass.
struct BypassFacts: Encodable {
  enum State: String, Encodable {
    case active, expired, usedUp, notYet, superseded
  }

  let granted: String
  let until: String
  let by: String
  let reason: String
  let service: String?
  let network: String?
  /// How many logins it was granted for.
  let uses: UInt32?
  /// How many logins it has let in.
  let used: UInt32
  /// Of itself, whatever login is at the door.
  let state: State

  init(_ bypass: Bypass, _ state: UserState, now: UInt64) {
    let terms = bypass.terms
    granted = TimeText.always(terms.granted)
    until = TimeText.always(terms.until)
    by = DisplayText.of(terms.by)
    reason = DisplayText.of(terms.reason.bytes)
    service = terms.service.map { DisplayText.of($0) }
    network = terms.network.map { DisplayText.of($0) }
    uses = terms.uses
    used = state.uses(of: bypass) ?? 0
    self.state = BypassFacts.state(bypass, state, now: now)
  }

  /// How it stands apart from the service and the network that it is limited to.
  static func state(_ bypass: Bypass, _ state: UserState, now: UInt64) -> State {
    switch bypass.general(now: now, uses: state.uses(of: bypass)) {
    case .active, .otherService, .otherNetwork: .active
    case .expired: .expired
    case .usedUp: .usedUp
    case .notYet: .notYet
    case .superseded: .superseded
    }
  }
}
