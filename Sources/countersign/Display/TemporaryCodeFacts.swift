import Countersign

/// What may be told of a temporary code: everything but the code.
struct TemporaryCodeFacts: Encodable {
  enum State: String, Encodable {
    case outstanding, expired, used
  }

  let created: String
  let until: String
  let by: String
  let state: State
  /// Wrong ones in a row.
  let misses: UInt32
  let standing: StandingFacts

  init(_ code: TemporaryCode, _ state: UserState, now: UInt64, _ throttle: Throttle) {
    created = TimeText.always(code.created)
    until = TimeText.always(code.until)
    by = DisplayText.of(code.by)
    self.state = TemporaryCodeFacts.state(code, state, now: now)
    misses = state.temporaryMisses.count
    standing = StandingFacts(state.temporaryMisses, now: now, throttle)
  }

  static func state(_ code: TemporaryCode, _ state: UserState, now: UInt64) -> State {
    if state.isUsed(code) { return .used }
    return code.holds(at: now) ? .outstanding : .expired
  }
}
