import Words

/// Whether those who are to enrol at a login can: the program that does it is there, and sshd gives them time.
struct CompanionCheck {
  /// Where the module looks for it.
  let places: [String]
  /// The first of them that exists.
  let found: CompanionFile?
  /// How long sshd waits for a login, in seconds, 0 for ever; `nil` where it is not known or does not matter.
  let graceTime: Int?

  /// Scanning a code takes a while when it is done for the first time.
  static let shortestGraceTime = 90

  var findings: [Finding] { [program] + [time].compactMap { $0 } }

  private var program: Finding {
    guard let found else {
      return .fail(
        "companion", "the policy lets people enrol at a login, and the program for it is not there",
        cure: "install.sh puts it at \(places.first ?? "")")
    }
    guard found.isRegular, found.permissions & 0o111 != 0 else {
      return .fail(
        "companion", "\(found.path) is no program, so nobody can enrol at a login",
        cure: "install.sh puts the real one in its place")
    }
    guard found.owner == 0, found.permissions & 0o022 == 0 else {
      return .fail(
        "companion", "\(found.path) can be changed by others, and runs as root",
        cure: "install it again, and find out who could have changed it")
    }
    return .ok("companion", "\(found.path) is there for those who enrol at a login")
  }

  private var time: Finding? {
    guard let graceTime, graceTime > 0, graceTime < CompanionCheck.shortestGraceTime else { return nil }
    return .warn(
      "companion-time", "sshd gives \(graceTime) seconds for a login, which is short for scanning a QR code",
      cure: "write 'LoginGraceTime 120' into sshd_config")
  }
}
