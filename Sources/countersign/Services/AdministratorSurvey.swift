import Countersign
import LoginStacks
import Words

/// Who could put things right on this machine, and who of them could answer when a code is asked for.
struct AdministratorSurvey {
  /// The groups by which distributions let people become root.
  private static let groups = ["sudo", "wheel", "admin"]

  /// Root, and the members of those groups.
  let administrators: [UserName]
  /// Those with a device that counts just now.
  let able: [UserName]
  private let location: StoreLocation

  /// - Parameter caller: who runs this; taken for an administrator, since it is root who runs it.
  init(_ workplace: borrowing Workplace, caller: UserName) throws(Complaint) {
    var names: [UserName] = [caller]
    if let root = UserName(Array("root".utf8)) { names.append(root) }
    for group in AdministratorSurvey.groups {
      let members = try Complaint.attempting("cannot look up the group \(group)") { () throws(SystemFailure) in
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
    location = workplace.store.location
  }

  /// Those of them whom a service would let in just now by a device of theirs, or asks for nothing: what the policy
  /// says there, and whether the device can be reached there, counts as well.
  func able(by service: String) -> [UserName] {
    let isSSHD = ServiceKnowledge.isSSHD(service)
    let session = Session(location: location, policy: .file(admitsUnenrolled: false), options: SessionOptions())
    return able.filter { user in
      let preview = session.preview(
        LoginRequest(
          user: user, service: Array(service.utf8), address: isSSHD ? Array(ServicePreparation.outside.utf8) : nil,
          terminal: Array((isSSHD ? "ssh" : "/dev/pts/0").utf8), caller: user.bytes))
      switch preview.outcome {
      case .skipped: return true
      case .asked: return preview.factors.contains(where: \.isReadyDevice)
      case .refused, .unavailable: return false
      }
    }
  }

  /// Whose logins are tried for all: nobody's that is root's, if possible, since stacks often make exceptions for root.
  static func typical(_ names: [UserName]) -> UserName? {
    names.first { $0.bytes != Array("root".utf8) } ?? names.first
  }

  /// Whom a style asks for a code, as far as it can be shown with them that it works: administrators who can answer,
  /// and where a style is for a group, its members.
  ///
  /// - Returns: one at least.
  func subjects(of style: ServiceStyle) throws(Complaint) -> [UserName] {
    guard case .codeOnlyFor(let group) = style else { return able }
    let name = DisplayText.of(Array(group.utf8))
    let found = try Complaint.attempting("cannot look up the group \(name)") { () throws(SystemFailure) in
      try UserDatabase.group(named: Array(group.utf8))
    }
    guard let found else {
      throw Complaint("there is no group \(name)", hint: "getent group shows the groups")
    }
    let administrators = able.filter { user in
      found.members.contains(user)
        || (try? UserDatabase.groups(of: user, among: [Array(group.utf8)]))?.isEmpty == false
    }
    let subjects = administrators + found.members.filter { !administrators.contains($0) }
    guard !subjects.isEmpty else {
      throw Complaint("nobody is in the group \(name), so nobody would be asked", hint: "put somebody in it first")
    }
    return subjects
  }
}

extension FactorPreview {
  /// Whether a code of it would be looked at now; recovery codes are no way to log in every day.
  fileprivate var isReadyDevice: Bool {
    if case .device = factor, readiness == .ready { true } else { false }
  }
}
