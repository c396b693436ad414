import Countersign

/// What `unlock` has cleared.
struct UnlockFacts: Encodable {
  /// A device or another factor, as it stood before.
  struct Factor: Encodable {
    /// A device's name; absent for other factors.
    let device: String?
    /// Whether it is about the temporary codes; absent for other factors.
    var temporaryCode: Bool?
    /// Wrong codes in a row.
    let misses: UInt32
    let standing: StandingFacts
  }

  let user: String
  /// In the order of the devices, then the recovery codes, then temporary codes;
  /// empty when there were no wrong codes.
  let cleared: [Factor]

  init(user: UserName, _ cleared: [ClearedMisses], now: UInt64, _ throttle: Throttle) {
    self.user = DisplayText.of(user)
    self.cleared = cleared.map { Factor($0, now: now, throttle) }
  }

  /// The same for people.
  var lines: [String] {
    guard !cleared.isEmpty else { return ["\(user) had no wrong codes; nothing was changed."] }
    return cleared.map { factor in
      let codes = factor.misses == 1 ? "1 wrong code" : "\(factor.misses) wrong codes in a row"
      let name =
        factor.device.map { "the device \($0)" }
        ?? (factor.temporaryCode == true ? "the temporary codes" : "the recovery codes")
      switch factor.standing.state {
      case .open: return "Cleared \(codes) for \(name) of \(user)."
      case .waiting: return "Cleared \(codes) for \(name) of \(user), which had to wait."
      case .disabled: return "Cleared \(codes) for \(name) of \(user); enabled again."
      }
    }
  }
}

extension UnlockFacts.Factor {
  fileprivate init(_ cleared: ClearedMisses, now: UInt64, _ throttle: Throttle) {
    switch cleared.factor {
    case .device(let device): self.init(device: DisplayText.of(device.name), cleared.misses, now, throttle)
    case .recoveryCodes: self.init(device: nil, cleared.misses, now, throttle)
    case .temporaryCode:
      self.init(device: nil, cleared.misses, now, throttle)
      temporaryCode = true
    }
  }

  private init(device: String?, _ misses: MissCount, _ now: UInt64, _ throttle: Throttle) {
    self.init(device: device, misses: misses.count, standing: StandingFacts(misses, now: now, throttle))
  }
}
