/// Whether a bypass holds for a login.
public enum BypassStanding: Equatable, Sendable {
  /// It does; so many uses are left, this one included. `nil` for any number.
  case active(usesLeft: UInt32?)
  /// Its time is over since then, seconds since 1970.
  case expired(since: UInt64)
  /// The clock stands before the moment at which it was granted: it was set back, which must extend nothing.
  case notYet(from: UInt64)
  /// It holds for this service only.
  case otherService([UInt8])
  /// It holds for this network only, and the login is not known to come from there.
  case otherNetwork([UInt8])
  case usedUp
  /// The state knows of a newer one: an old record was put back.
  case superseded
}

extension Bypass {
  /// Whether it holds.
  ///
  /// - Parameters:
  ///   - address: `nil` for a local login, and for one whose address is not known as a number.
  ///   - uses: what ``UserState/uses(of:)-bypass`` says.
  public func standing(service: [UInt8], address: NetworkAddress?, now: UInt64, uses: UInt32?) -> BypassStanding {
    let general = general(now: now, uses: uses)
    switch general {
    case .active, .usedUp:
      if let only = terms.service, only != service { return .otherService(only) }
      if let only = terms.network, !Bypass.network(only, holds: address) { return .otherNetwork(only) }
      return general
    case .expired, .notYet, .superseded, .otherService, .otherNetwork: return general
    }
  }

  /// How it stands whatever service and network a login has.
  public func general(now: UInt64, uses: UInt32?) -> BypassStanding {
    guard let uses else { return .superseded }
    guard terms.granted <= now else { return .notYet(from: terms.granted) }
    guard now < terms.until else { return .expired(since: terms.until) }
    guard let most = terms.uses else { return .active(usesLeft: nil) }
    return uses < most ? .active(usesLeft: most - uses) : .usedUp
  }

  private static func network(_ text: [UInt8], holds address: NetworkAddress?) -> Bool {
    guard let address, let network = Terms.network(text) else { return false }
    return network.contains(address)
  }
}
