import Countersign
import Words

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
    /// How many codes were sent to the device and not used, where it waited for the next one.
    var unusedCodes: UInt32?
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
    guard !cleared.isEmpty else { return [said("\(user) had no wrong codes; nothing was changed.")] }
    return cleared.map { factor in
      if let device = factor.device, factor.unusedCodes != nil {
        return said("A code can be sent to the device \(device) of \(user) again at once.")
      }
      let name =
        factor.device.map { said("the device \($0)") }
        ?? (factor.temporaryCode == true ? said("the temporary codes") : said("the recovery codes"))
      return UnlockFacts.line(factor.misses, name, user, factor.standing.state)
    }
  }

  private static func line(_ codes: UInt32, _ name: String, _ user: String, _ state: StandingFacts.Standing) -> String {
    switch state {
    case .open:
      said(
        "Cleared \(codes) wrong code for \(name) of \(user).",
        "Cleared \(codes) wrong codes in a row for \(name) of \(user).", count: codes)
    case .waiting:
      said(
        "Cleared \(codes) wrong code for \(name) of \(user), which had to wait.",
        "Cleared \(codes) wrong codes in a row for \(name) of \(user), which had to wait.", count: codes)
    case .disabled:
      said(
        "Cleared \(codes) wrong code for \(name) of \(user); enabled again.",
        "Cleared \(codes) wrong codes in a row for \(name) of \(user); enabled again.", count: codes)
    }
  }
}

extension UnlockFacts.Factor {
  fileprivate init(_ cleared: ClearedMisses, now: UInt64, _ throttle: Throttle) {
    switch cleared.factor {
    case .device(let device): self.init(device: DisplayText.of(device.name), cleared.misses, now, throttle)
    case .sendings(let device, let count):
      self.init(device: DisplayText.of(device.name), cleared.misses, now, throttle)
      unusedCodes = count
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
