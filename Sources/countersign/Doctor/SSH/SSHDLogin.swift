import Words

/// One login by ssh that is looked at: who, from where, and what sshd and the policy have to say.
struct SSHDLogin: Equatable {
  /// As it is shown.
  let user: String
  /// `nil` for an address that no `Match` names.
  let address: String?
  let isRoot: Bool
  /// Whether Ansible has worked here as this user.
  let isAutomation: Bool
  let settings: SSHDSettings
  /// Whether the policy wants a code of them when they come with no key, and with one.
  let wantsCode: Bool
  let wantsCodeWithKey: Bool

  var who: String { address.map { said("\(user) from \($0)") } ?? user }

  /// The methods that must all succeed, for each way in; only ways that are open.
  var ways: [[String]] {
    let words = settings.values("authenticationmethods").filter { $0 != "any" }
    guard !words.isEmpty else { return enabledMethods.map { [$0] } }
    let enabled = Set(enabledMethods)
    return words.map { way in way.split(separator: ",").map(SSHDLogin.method) }
      .filter { $0.allSatisfy(enabled.contains) }
  }

  /// Without its device: `keyboard-interactive:pam`.
  private static func method(_ word: Substring) -> String { String(word.prefix { $0 != ":" }) }

  private var enabledMethods: [String] {
    let flags = [
      ("publickey", settings.flag("pubkeyauthentication") ?? true), ("keyboard-interactive", asksQuestions),
      ("password", settings.flag("passwordauthentication") ?? true),
      ("gssapi-with-mic", settings.flag("gssapiauthentication") ?? false),
      ("hostbased", settings.flag("hostbasedauthentication") ?? false),
    ]
    return flags.filter(\.1).map(\.0)
  }

  /// The PAM service that sshd uses; it has been a setting since OpenSSH 9.8.
  var service: String { settings.value("pamservicename") ?? "sshd" }

  var usesPAM: Bool { settings.flag("usepam") ?? false }

  /// By the name that the setting had up to OpenSSH 8.6, where that is the one.
  var asksQuestions: Bool {
    settings.flag("kbdinteractiveauthentication") ?? settings.flag("challengeresponseauthentication") ?? true
  }

  /// Ways on which the question for the code can be asked and answered.
  var waysWithCode: [[String]] { usesPAM ? ways.filter { $0.contains("keyboard-interactive") } : [] }

  /// Ways on which nobody asks for a code.
  var waysWithoutCode: [[String]] {
    ways.filter { !$0.contains("keyboard-interactive") && !(usesPAM && $0.contains("password")) }
  }

  /// Ways on which the password is the answer to every question, the one for the code, too.
  var waysThatRepeatPassword: [[String]] {
    usesPAM ? ways.filter { $0.contains("password") && !$0.contains("keyboard-interactive") } : []
  }
}
