import Countersign

/// The accounts of this machine that checks take as examples.
struct DoctorPeople {
  /// Groups whose members administer machines by common usage.
  static let groups = ["sudo", "wheel", "admin"]
  /// How many enrolled users who are no administrators are looked at.
  static let sample = 5
  static let root = UserName(Array("root".utf8))

  /// Accounts by name, as the name service enumerates them.
  let accounts: [[UInt8]: ListedAccount]
  let administrators: [UserName]
  /// Accounts as which Ansible has worked on this machine.
  let automation: [UserName]
  let enrolled: [UserName]

  init(enrolled: [UserName]) throws(SystemFailure) {
    let listed = try UserDatabase.accounts()
    accounts = Dictionary(listed.map { ($0.name.bytes, $0) }) { first, _ in first }
    var administrators: [UserName] = []
    for name in DoctorPeople.groups {
      guard let group = try UserDatabase.group(named: Array(name.utf8)) else { continue }
      administrators += group.members + listed.filter { $0.gid == group.gid && $0.uid != 0 }.map(\.name)
    }
    var known: Set<[UInt8]> = []
    self.administrators = administrators.filter { known.insert($0.bytes).inserted }
    automation = listed.filter { $0.hasShell && $0.uid != 0 }.map(\.name).filter(DoctorPeople.isAutomation)
    self.enrolled = enrolled
  }

  /// Ansible keeps its files in the home of whom it works as.
  private static func isAutomation(_ user: UserName) -> Bool {
    guard let home = HomeFile.home(of: user), home.count > 1 else { return false }
    return (try? HostFile.status(of: String(decoding: home, as: UTF8.self) + "/.ansible")).flatMap { $0 } != nil
  }

  /// Those whose logins by ssh are looked at: root, administrators who are enrolled, a sample of others who are, those
  /// whom sshd's configuration names, and Ansible's.
  ///
  /// - Parameter named: by sshd's configuration.
  func forSSH(named: [String]) -> [UserName] {
    let known = Set(enrolled.map(\.bytes))
    let named = named.compactMap { UserName(Array($0.utf8)) }.filter { accounts[$0.bytes] != nil }
    var people = [DoctorPeople.root].compactMap { $0 } + administrators.filter { known.contains($0.bytes) }
    people += enrolled.filter { user in accounts[user.bytes] != nil && !people.contains(user) }
      .prefix(DoctorPeople.sample)
    people += named + automation
    if people.count < 2 { people += administrators.prefix(1) + somebody }
    return unique(people)
  }

  /// Those whose use of sudo is looked at.
  var forSudo: [UserName] {
    let others = enrolled.filter { accounts[$0.bytes] != nil && $0 != DoctorPeople.root }
    return Array(unique(administrators + automation + others.prefix(DoctorPeople.sample)).prefix(30))
  }

  /// Anybody who may log in, where nobody is enrolled yet.
  private var somebody: [UserName] {
    let people = LoginDefinitions.ofHost.people
    let found = accounts.values.filter { people.contains($0.uid) && $0.hasShell }.map(\.name)
    return Array(found.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.prefix(1))
  }

  private func unique(_ people: [UserName]) -> [UserName] {
    var known: Set<[UInt8]> = []
    return people.filter { known.insert($0.bytes).inserted }
  }
}
