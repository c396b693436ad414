import Words

/// Whether those who are to enrol at a login can: the program that does it is there, and sshd gives them time.
struct CompanionCheck {
  let program: ProgramCheck
  /// How long sshd waits for a login, in seconds, 0 for ever; `nil` where it is not known or does not matter.
  let graceTime: Int?

  /// Scanning a code takes a while when it is done for the first time.
  static let shortestGraceTime = 90

  var findings: [Finding] { [program.finding] + [time].compactMap { $0 } }

  private var time: Finding? {
    guard let graceTime, graceTime > 0, graceTime < CompanionCheck.shortestGraceTime else { return nil }
    return .warn(
      "companion-time", "sshd gives \(graceTime) seconds for a login, which is short for scanning a QR code",
      cure: "write 'LoginGraceTime 120' into sshd_config")
  }
}
