import Countersign

/// Whether a factor is asked at the moment.
struct StandingFacts: Encodable {
  enum Standing: String, Encodable {
    case open, waiting, disabled
  }

  let state: Standing
  /// Until when a waiting factor is not asked.
  let until: String?

  init(_ misses: MissCount, now: UInt64, _ throttle: Throttle) {
    switch throttle.standing(misses, now: now) {
    case .open: (state, until) = (.open, nil)
    case .waiting(let end): (state, until) = (.waiting, TimeText.universal(end))
    case .disabled: (state, until) = (.disabled, nil)
    }
  }
}
