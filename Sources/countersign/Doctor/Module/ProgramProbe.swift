import Countersign

/// Looks for the companion of the module, and for the programs beside it.
enum ProgramProbe {
  /// What there is to say of those that this host needs.
  static func findings(_ location: StoreLocation, isAskingSSHD: Bool) -> [Finding] {
    let policy = try? Policy.ofHost(location)
    let usesDirectory = policy?.usesDirectory ?? false
    var findings: [Finding] = []
    if let policy, policy.statements.contains(where: offers) {
      let program = check(.enrolment, location.companionPlaces)
      findings += CompanionCheck(program: program, graceTime: isAskingSSHD ? graceTime : nil).findings
    } else if usesDirectory {
      findings.append(check(.handedLogins, location.companionPlaces).finding)
    }
    // Without a companion nothing is installed.
    if check(.enrolment, location.companionPlaces).found != nil {
      findings.append(check(.securityKey, location.securityKeyPlaces).finding)
    }
    if usesDirectory { findings.append(check(.directory, location.directoryPlaces).finding) }
    return findings
  }

  private static func check(_ program: StartedProgram, _ places: [FilePath]) -> ProgramCheck {
    let paths = places.map { String(decoding: $0.bytes, as: UTF8.self) }
    return ProgramCheck(program: program, places: paths, found: paths.lazy.compactMap(file).first)
  }

  private static func offers(_ statement: PolicyStatement) -> Bool {
    if case .enroll(let rule) = statement.value { rule != .no } else { false }
  }

  private static func file(_ path: String) -> ProgramFile? {
    guard let status = (try? HostFile.status(of: path)).flatMap({ $0 }) else { return nil }
    return ProgramFile(
      path: path, isRegular: status.isRegularFile, owner: status.owner, permissions: status.permissions)
  }

  private static var graceTime: Int? {
    let settings = try? SSHDSettings.effective(user: "root", host: "localhost", address: "127.0.0.1")
    return settings?.number("logingracetime")
  }
}
