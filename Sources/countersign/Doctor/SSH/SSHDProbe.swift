import Countersign

/// Asks sshd what it would do.
enum SSHDProbe {
  static let configuration = "/etc/ssh/sshd_config"
  /// One that no network has, for logins from anywhere else (RFC 5737).
  private static let elsewhere = "192.0.2.1"
  /// More networks than these are not told from one another.
  private static let mostAddresses = 8

  static var sources: SSHDSources {
    SSHDSources(
      configuration,
      SSHDSources.Reader(
        content: { HostFile.text(of: $0) }, names: { (try? HostFile.names(in: $0)) ?? [] }))
  }

  /// Every login that is looked at.
  ///
  /// - Throws: when sshd cannot be asked.
  static func logins(
    _ people: DoctorPeople, _ sources: SSHDSources, _ question: DoctorQuestion
  ) throws(Complaint) -> [SSHDLogin] {
    let addresses: [String?] = [nil] + sources.namedAddresses.prefix(mostAddresses).map { $0 }
    var logins: [SSHDLogin] = []
    for user in people.forSSH(named: sources.namedUsers) {
      let name = String(decoding: user.bytes, as: UTF8.self)
      for address in addresses {
        let place = address ?? elsewhere
        let settings: SSHDSettings
        do throws(Complaint) {
          settings = try SSHDSettings.effective(user: name, host: place, address: place)
        } catch {
          // What stands in a Match need not be an address.
          if address != nil { continue }
          throw error
        }
        logins.append(
          SSHDLogin(
            user: DisplayText.of(user), address: address, isRoot: people.accounts[user.bytes]?.uid == 0,
            isAutomation: people.automation.contains(user), settings: settings,
            wantsCode: question.wantsCode(user, service: "sshd", address: place),
            wantsCodeWithKey: question.wantsCode(user, service: "sshd", address: place, key: .ordinary)))
      }
    }
    return logins
  }

  /// Our own files that are there.
  static var dropIns: [String] {
    SSHDDropInCheck.names.map { "\(SSHDDropInCheck.folder)/\($0)" }.filter {
      (try? HostFile.status(of: $0)).flatMap { $0 } != nil
    }
  }
}
