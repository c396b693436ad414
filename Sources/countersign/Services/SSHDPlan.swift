import Countersign
import LoginStacks
import Words

/// How sshd's configuration changes, found out by asking sshd itself about a copy of it.
struct SSHDPlan {
  /// Files that change, the one that is read last first.
  let files: [FileChange]
  /// What sshd would do for each user that it was asked about.
  let settings: [(user: String, settings: SSHDSettings)]

  /// Names of the drop-in. The later one only serves where the first comes too late.
  static let names = ["10-countersign.conf", "00-countersign.conf"]

  /// - Parameters:
  ///   - users: whom to ask about; what holds for them holds, whatever `Match` blocks there are.
  ///   - address: where they come from.
  init(
    _ style: ServiceStyle, users: [String], root: String?, address: String, _ paths: ServicePaths
  ) throws(Complaint) {
    guard let main = try SystemFile.read(paths.sshdConfiguration) else {
      throw Complaint("there is no \(paths.sshdConfiguration)", hint: "install openssh-server, or leave sshd out")
    }
    let bare = SSHDConfiguration(main).withoutBlocks
    let after = bare.includesEarly(paths.sshdDropIns) ? bare : bare.including(paths.sshdDropIns)
    var obstacle: Complaint?
    for name in SSHDPlan.names {
      let trial = try SSHDTrial(after, dropIn: name, SSHDropIn.text(for: style), paths)
      defer { trial.remove() }
      do throws(Complaint) {
        try SSHDSettings.check(configuration: trial.configuration)
        let settings = try SSHDPlan.settings(trial, users + [root].compactMap { $0 }, address)
        try SSHDPlan.check(settings.filter { users.contains($0.user) }, style, address)
        files = try SSHDPlan.files(after.bytes, was: main, name, SSHDropIn.text(for: style), paths)
        self.settings = settings
        return
      } catch {
        obstacle = obstacle ?? error
      }
    }
    throw obstacle ?? Complaint("sshd's configuration cannot be changed", hint: "sshd -t shows what is wrong")
  }

  private static func settings(
    _ trial: borrowing SSHDTrial, _ users: [String], _ address: String
  ) throws(Complaint) -> [(user: String, settings: SSHDSettings)] {
    var settings: [(user: String, settings: SSHDSettings)] = []
    for user in users where !settings.contains(where: { $0.user == user }) {
      let found = try SSHDSettings.effective(
        configuration: trial.configuration, user: user, host: address, address: address)
      settings.append((user, found))
    }
    return settings
  }

  /// That what the style needs is in force, for each of them.
  private static func check(
    _ settings: [(user: String, settings: SSHDSettings)], _ style: ServiceStyle, _ address: String
  ) throws(Complaint) {
    for (user, settings) in settings {
      for (keyword, value) in SSHDropIn.wanted(for: style) {
        let found = settings.values(keyword).joined(separator: " ")
        guard found.lowercased() != value else { continue }
        let name = DisplayText.of(Array(user.utf8))
        throw Complaint(
          "sshd would have \(keyword) \(found) for \(name), not \(value): another line comes first",
          hint: "look into Match blocks and earlier files; sshd -T -C user=\(name),host=\(address),addr=\(address)")
      }
    }
  }

  private static func files(
    _ main: [UInt8], was: [UInt8], _ name: String, _ text: String, _ paths: ServicePaths
  ) throws(Complaint) -> [FileChange] {
    var files: [FileChange] = []
    let dropIn = "\(paths.sshdDropIns)/\(name)"
    let present = try SystemFile.read(dropIn)
    if present != Array(text.utf8) {
      files.append(FileChange(service: "sshd", path: dropIn, before: present, after: Array(text.utf8)))
    }
    for other in names where other != name {
      let path = "\(paths.sshdDropIns)/\(other)"
      if let stale = try SystemFile.read(path) {
        files.append(FileChange(service: "sshd", path: path, before: stale, after: nil))
      }
    }
    if main != was {
      files.append(FileChange(service: "sshd", path: paths.sshdConfiguration, before: was, after: main))
    }
    return files
  }
}
