import Countersign

/// A bypass in words.
enum BypassText {
  /// Whether it holds for a login.
  static func standing(_ standing: BypassStanding) -> String {
    switch standing {
    case .active(nil): "holds here"
    case .active(let left?): "holds here, for \(left) more \(left == 1 ? "login" : "logins")"
    case .expired(let since): "over since \(TimeText.minute(since))"
    case .notYet(let from): "granted at \(TimeText.minute(from)), which this machine's clock has yet to reach"
    case .otherService(let service): "for \(DisplayText.of(service)) only"
    case .otherNetwork(let network): "from \(DisplayText.of(network)) only"
    case .usedUp: "used up"
    case .superseded: "not the newest one: an old record was put back"
    }
  }

  /// For which logins it holds.
  ///
  /// - Parameter usesLeft: `nil` for any number.
  static func limits(_ terms: Bypass.Terms, usesLeft: UInt32?) -> String {
    var limits: [String] = []
    if let service = terms.service { limits.append(DisplayText.of(service)) }
    if let network = terms.network { limits.append("from \(DisplayText.of(network))") }
    if let usesLeft { limits.append("\(usesLeft) \(usesLeft == 1 ? "login" : "logins") left") }
    return limits.isEmpty ? "none" : limits.joined(separator: ", ")
  }
}
