import Countersign
import Words

extension Workplace {
  /// The longest bypass that the policy lets be granted, in seconds.
  ///
  /// - Parameter service: the only one it is for; blocks of the policy that are about a service, a network, a terminal
  ///   or a key hold for no bypass that is not limited so.
  func longestBypass(for user: UserName, service: [UInt8]?) throws(Complaint) -> UInt64 {
    let policy = try policy()
    let groups =
      try Complaint.attempting("cannot look up the groups of \(DisplayText.of(user))") { () throws(SystemFailure) in
      try UserDatabase.groups(of: user, among: policy.groupNames)
    }
    let moment: LocalMoment?
    do {
      moment = policy.needsMoment ? try LocalTime.moment(at: now) : nil
    } catch {
      throw Complaint(.localTime(error), user: user, at: store.location)
    }
    let facts = PolicyFacts(
      user: user, service: service ?? [], address: nil, origin: .local, key: .none, groups: groups, moment: moment)
    return policy.settings(for: facts).longestBypass.value
  }
}
