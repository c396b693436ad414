import Countersign

/// What may be told of a user's recovery codes.
struct RecoveryFacts: Encodable {
  let created: String?
  /// Codes that have not been used.
  let left: Int
  let size: Int
  /// Wrong ones in a row.
  let misses: UInt32
  let standing: StandingFacts

  init(_ set: RecoveryCodeSet, _ state: UserState, now: UInt64, _ throttle: Throttle) {
    created = TimeText.universal(set.created)
    size = set.count
    left = RecoveryFacts.left(set, state)
    misses = state.recoveryMisses.count
    standing = StandingFacts(state.recoveryMisses, now: now, throttle)
  }

  /// How many codes of a set still work; none when it is not known any more which ones are used.
  static func left(_ set: RecoveryCodeSet, _ state: UserState) -> Int {
    guard let used = state.usedCodes(of: set) else { return 0 }
    return max(0, set.count - used.nonzeroBitCount)
  }
}
