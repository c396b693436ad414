import Words

/// Whether our own file of settings is read, and read before others that say something else.
struct SSHDDropInCheck {
  static let folder = "/etc/ssh/sshd_config.d"
  static let names = ["00-countersign.conf", "10-countersign.conf"]

  let sources: SSHDSources
  /// Those of ours that exist.
  let own: [String]

  var findings: [Finding] {
    own.flatMap { file -> [Finding] in
      guard sources.files.contains(file) else {
        return [
          .fail(
            "sshd-drop-in", "sshd does not read \(file)",
            cure: "put 'Include \(SSHDDropInCheck.folder)/*.conf' at the top of /etc/ssh/sshd_config")
        ]
      }
      let beaten = sources.statements.filter { $0.file == file && $0.match == nil }.compactMap(winner)
      return beaten.isEmpty ? [.ok("sshd-drop-in", "no other file overrules \(file)")] : beaten
    }
  }

  private func winner(_ statement: SSHDStatement) -> Finding? {
    guard let first = sources.deciding(statement.keyword), !own.contains(first.file),
      first.value.lowercased() != statement.value.lowercased()
    else { return nil }
    let keyword = SSHDDropInCheck.spelling(statement.keyword)
    return .fail(
      "sshd-drop-in", "\(first.place) says '\(keyword) \(first.value)' and is read before \(statement.file)",
      cure: "take that line out, or rename ours so that it comes first: 00-countersign.conf")
  }

  private static func spelling(_ keyword: String) -> String {
    let known = [
      "UsePAM", "KbdInteractiveAuthentication", "ChallengeResponseAuthentication", "PasswordAuthentication",
      "AuthenticationMethods", "PermitRootLogin",
    ]
    return known.first { $0.lowercased() == keyword } ?? keyword
  }
}
