import Countersign

/// Who could put things right on this machine, and who of them could answer when a code is asked for.
struct AdministratorSurvey {
  /// The groups by which distributions let people become root.
  private static let groups = ["sudo", "wheel", "admin"]

  /// Root, and the members of those groups.
  let administrators: [UserName]
  /// Those with a device that counts just now.
  let able: [UserName]

  /// - Parameter caller: who runs this; taken for an administrator, since it is root who runs it.
  init(_ workplace: borrowing Workplace, caller: UserName) throws(Complaint) {
    var names: [UserName] = [caller]
    if let root = UserName(Array("root".utf8)) { names.append(root) }
    for group in AdministratorSurvey.groups {
      let members = try Complaint.attempting("look up the group \(group)") { () throws(SystemFailure) in
        try UserDatabase.group(named: Array(group.utf8))?.members ?? []
      }
      names += members
    }
    var known: Set<[UInt8]> = []
    administrators = names.filter { known.insert($0.bytes).inserted }
    let settings = try workplace.policy().globalSettings
    var able: [UserName] = []
    for name in administrators {
      let glance: UserGlance?
      do { glance = try workplace.store.glance(at: name) } catch {
        throw Complaint(error, user: name, at: workplace.store.location)
      }
      let factors = glance?.factors(under: settings, now: workplace.now) ?? []
      if factors.contains(where: \.isReadyDevice) { able.append(name) }
    }
    self.able = able
  }

  /// Whose logins are tried for all: nobody's that is root's, if possible, since stacks often make exceptions for root.
  static func typical(_ names: [UserName]) -> UserName? {
    names.first { $0.bytes != Array("root".utf8) } ?? names.first
  }
}

extension FactorPreview {
  /// Whether a code of it would be looked at now; recovery codes are no way to log in every day.
  fileprivate var isReadyDevice: Bool {
    if case .device = factor, readiness == .ready { true } else { false }
  }
}
