import Words

extension SSHDSettings {
  /// What sshd would do for a login. Needs root, who alone reads the host keys.
  ///
  /// - Parameters:
  ///   - configuration: the file to read; `nil` for the one that sshd reads.
  ///   - host: the name that the address has, for `Match Host`; the address itself where it has none.
  static func effective(
    configuration: String? = nil, user: String, host: String, address: String
  ) throws(Complaint) -> SSHDSettings {
    guard ![user, host, address].contains(where: { $0.contains(",") || $0.contains("\n") }) else {
      throw Complaint("sshd cannot be asked about a name with a comma", hint: "ask about somebody else")
    }
    let connection = "user=\(user),host=\(host),addr=\(address),laddr=\(localAddress(for: address)),lport=22"
    let ending = try run(["-T", "-C", connection], configuration)
    return SSHDSettings(ending.outputText)
  }

  /// Makes sure that sshd would start with a configuration.
  ///
  /// - Parameter configuration: the file to read; `nil` for the one that sshd reads.
  static func check(configuration: String? = nil) throws(Complaint) {
    _ = try run(["-t"], configuration)
  }

  /// Some address of this machine, of the same family, for `Match LocalAddress`.
  private static func localAddress(for address: String) -> String {
    address.contains(":") ? "::1" : "127.0.0.1"
  }

  private static func run(_ arguments: [String], _ configuration: String?) throws(Complaint) -> Program.Ending {
    guard let sshd = Program.find("sshd") else {
      throw Complaint("there is no sshd on this machine", hint: "install openssh-server, or leave sshd out")
    }
    let file = configuration.map { ["-f", $0] } ?? []
    let ending = try Program.run(sshd, arguments + file)
    guard ending.isSuccess else { throw refusal(ending, configuration) }
    return ending
  }

  /// The first line that sshd has to say; the rest is about the same.
  static func refusal(_ ending: Program.Ending, _ configuration: String?) -> Complaint {
    let command = "sshd -t" + (configuration.map { " -f \(DisplayText.of(Array($0.utf8)))" } ?? "")
    if ending.status == .timedOut {
      return Complaint("sshd does not answer", hint: "run \(command) to see what it waits for")
    }
    let line = ending.errorText.split(whereSeparator: \.isNewline).first.map { DisplayText.of(Array($0.utf8)) }
    return Complaint(
      line.map { "sshd does not take its configuration: \($0)" } ?? "sshd does not take its configuration",
      hint: "\(command) shows what is wrong")
  }
}
