import Countersign
import Words

/// A bypass in words.
enum BypassText {
  /// Whether it holds for a login.
  static func standing(_ standing: BypassStanding) -> String {
    switch standing {
    case .active(nil): said("holds here")
    case .active(let left?):
      said("holds here, for \(left) more login", "holds here, for \(left) more logins", count: left)
    case .expired(let since): said("over since \(TimeText.minute(since))")
    case .notYet(let from): said("granted at \(TimeText.minute(from)), which this machine's clock has yet to reach")
    case .otherService(let service): said("for \(DisplayText.of(service)) only")
    case .otherNetwork(let network): said("from \(DisplayText.of(network)) only")
    case .usedUp: said("used up")
    case .superseded: said("not the newest one: an old record was put back")
    }
  }

  /// For which logins it holds.
  ///
  /// - Parameter usesLeft: `nil` for any number.
  static func limits(_ terms: Bypass.Terms, usesLeft: UInt32?) -> String {
    var limits: [String] = []
    if let service = terms.service { limits.append(DisplayText.of(service)) }
    if let network = terms.network { limits.append(said("from \(DisplayText.of(network))")) }
    if let usesLeft {
      limits.append(said("\(usesLeft) login left", "\(usesLeft) logins left", count: usesLeft))
    }
    return limits.isEmpty ? said("none", context: "limits of a bypass") : Enumeration.of(limits)
  }
}
