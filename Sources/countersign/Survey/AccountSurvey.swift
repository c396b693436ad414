import Countersign

/// The people of this machine, and what the policy says of each when they log in by one service from anywhere.
///
/// Looked at are root, the accounts that the name service enumerates with a uid of people and a shell to log in with,
/// and the members of the groups that the policy names, who may come from a directory that enumerates nobody.
struct AccountSurvey {
  /// Somebody who may log in.
  struct Person {
    let name: UserName
    let settings: PolicySettings

    /// Whether a second factor is wanted of them.
    func need(moment: LocalMoment?) -> Need {
      guard settings.mode.value == .mandatory else { return .none }
      switch settings.decide(.none, moment: moment) {
      case .require: return .now(settings.enrollBy?.source ?? settings.mode.source)
      case .skip(.mustEnroll(let days, let source)): return .within(days: days, source)
      case .skip: return .none
      }
    }
  }

  /// Whether somebody without a second factor needs one.
  enum Need: Equatable {
    case none
    /// In so many days, 1 or more.
    case within(days: UInt64, PolicySource)
    /// They are refused until they have one.
    case now(PolicySource)
  }

  let people: [Person]
  let moment: LocalMoment?
  let uids: ClosedRange<UInt32>
  /// Groups that the policy names and nobody has.
  let missingGroups: [[UInt8]]

  private struct Group {
    let name: [UInt8]
    let gid: UInt32
    let members: Set<[UInt8]>
  }

  init(
    _ policy: Policy, service: [UInt8], now: UInt64, definitions: LoginDefinitions = .ofHost
  ) throws(SystemFailure) {
    let (groups, missing) = try AccountSurvey.groups(policy)
    let moment = try? LocalTime.moment(at: now)
    var people: [Person] = []
    for account in try AccountSurvey.accounts(definitions.people, groups) {
      let facts = PolicyFacts(
        user: account.name, service: service, address: nil, origin: .remote, key: .none,
        groups: groups.filter { $0.gid == account.gid || $0.members.contains(account.name.bytes) }.map(\.name),
        moment: moment)
      people.append(Person(name: account.name, settings: policy.settings(for: facts)))
    }
    self.people = people
    self.moment = moment
    uids = definitions.people
    missingGroups = missing
  }

  private static func groups(_ policy: Policy) throws(SystemFailure) -> ([Group], [[UInt8]]) {
    var groups: [Group] = []
    var missing: [[UInt8]] = []
    for name in policy.groupNames {
      if let group = try UserDatabase.group(named: name) {
        groups.append(Group(name: name, gid: group.gid, members: Set(group.members.map(\.bytes))))
      } else {
        missing.append(name)
      }
    }
    return (groups, missing)
  }

  /// In the order of their names, each once.
  private static func accounts(
    _ uids: ClosedRange<UInt32>, _ groups: [Group]
  ) throws(SystemFailure) -> [ListedAccount] {
    let listed = try UserDatabase.accounts()
    var known = Set(listed.map(\.name.bytes))
    var accounts = listed.filter { ($0.uid == 0 || uids.contains($0.uid)) && $0.hasShell }
    for group in groups {
      for member in group.members where known.insert(member).inserted {
        guard let name = UserName(member), let account = try UserDatabase.listedAccount(named: name),
          uids.contains(account.uid), account.hasShell
        else { continue }
        accounts.append(account)
      }
    }
    return accounts.sorted { $0.name.bytes.lexicographicallyPrecedes($1.name.bytes) }
  }
}
