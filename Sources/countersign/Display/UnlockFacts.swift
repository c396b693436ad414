import Countersign

/// What `unlock` has cleared.
struct UnlockFacts: Encodable {
  /// A device or the recovery codes, as they stood before.
  struct Factor: Encodable {
    /// A device's name; absent for the recovery codes.
    let device: String?
    /// Wrong codes in a row.
    let misses: UInt32
    let standing: StandingFacts
  }

  let user: String
  /// In the order of the devices, the recovery codes last; empty when there were no wrong codes.
  let cleared: [Factor]

  init(user: UserName, _ cleared: [ClearedMisses], now: UInt64) {
    self.user = DisplayText.of(user)
    self.cleared = cleared.map {
      Factor(
        device: $0.device.map { DisplayText.of($0.name) }, misses: $0.misses.count,
        standing: StandingFacts($0.misses, now: now))
    }
  }

  /// The same for people.
  var lines: [String] {
    guard !cleared.isEmpty else { return ["\(user) had no wrong codes; nothing was changed."] }
    return cleared.map { factor in
      let codes = factor.misses == 1 ? "1 wrong code" : "\(factor.misses) wrong codes in a row"
      let name = factor.device.map { "the device \($0)" } ?? "the recovery codes"
      switch factor.standing.state {
      case .open: return "Cleared \(codes) for \(name) of \(user)."
      case .waiting: return "Cleared \(codes) for \(name) of \(user), which had to wait."
      case .disabled: return "Cleared \(codes) for \(name) of \(user); enabled again."
      }
    }
  }
}
