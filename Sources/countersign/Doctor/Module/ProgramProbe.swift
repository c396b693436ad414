import Countersign

/// Looks for the companion of the module, and for the program beside it.
enum CompanionProbe {
  /// - Returns: `nil` where the policy lets nobody enrol at a login.
  static func check(_ location: StoreLocation, isAskingSSHD: Bool) -> CompanionCheck? {
    guard let policy = try? Policy.ofHost(location), policy.statements.contains(where: offers) else { return nil }
    let places = location.companionPlaces.map { String(decoding: $0.bytes, as: UTF8.self) }
    return CompanionCheck(
      places: places, found: places.lazy.compactMap(file).first, graceTime: isAskingSSHD ? graceTime : nil)
  }

  /// - Returns: `nil` where there is no companion, and so nothing is installed.
  static func checkSecurityKeyProgram(_ location: StoreLocation) -> SecurityKeyProgramCheck? {
    func paths(_ places: [FilePath]) -> [String] { places.map { String(decoding: $0.bytes, as: UTF8.self) } }
    guard paths(location.companionPlaces).contains(where: { file($0) != nil }) else { return nil }
    let places = paths(location.securityKeyPlaces)
    return SecurityKeyProgramCheck(places: places, found: places.lazy.compactMap(file).first)
  }

  private static func offers(_ statement: PolicyStatement) -> Bool {
    if case .enroll(let rule) = statement.value { rule != .no } else { false }
  }

  private static func file(_ path: String) -> CompanionFile? {
    guard let status = (try? HostFile.status(of: path)).flatMap({ $0 }) else { return nil }
    return CompanionFile(
      path: path, isRegular: status.isRegularFile, owner: status.owner, permissions: status.permissions)
  }

  private static var graceTime: Int? {
    let settings = try? SSHDSettings.effective(user: "root", host: "localhost", address: "127.0.0.1")
    return settings?.number("logingracetime")
  }
}
