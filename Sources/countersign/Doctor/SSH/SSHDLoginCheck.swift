import Words

/// Whether those who come by ssh are asked for their code, and can answer.
struct SSHDLoginCheck {
  let logins: [SSHDLogin]
  let sources: SSHDSources
  /// PAM services that sshd uses and that do not ask for a code.
  var services: [String] = []

  /// Those who are asked for a code; everybody as long as nobody is.
  private var asked: [SSHDLogin] {
    let asked = logins.filter(\.wantsCode)
    return asked.isEmpty ? logins : asked
  }

  var findings: [Finding] {
    guard !logins.isEmpty else { return [] }
    let found = [pam, service, questions, waysIn, password, withoutCode, root, automation, graceTime, tries]
    return found.compactMap { $0 }
  }

  private func isAll(_ logins: [SSHDLogin]) -> Bool { logins.count == self.logins.count && logins.count > 1 }

  /// Names those that something is true of.
  private func who(_ logins: [SSHDLogin]) -> String {
    if isAll(logins) { return said("everybody") }
    var names: [String] = []
    for login in logins where !names.contains(login.user) { names.append(login.user) }
    let everywhere = names.filter { name in
      logins.count { $0.user == name } == self.logins.count { $0.user == name }
    }
    let somewhere = logins.filter { !everywhere.contains($0.user) }.map(\.who)
    return NameList.of(everywhere + somewhere)
  }

  /// ` (/etc/ssh/sshd_config line 7)`, where the setting stands.
  private func place(_ keyword: String) -> String {
    let found = sources.deciding(keyword) ?? sources.statements.first { $0.keyword == keyword }
    return found.map { " (\($0.place))" } ?? ""
  }

  private var pam: Finding? {
    let without = logins.filter { !$0.usesPAM }
    guard !without.isEmpty else { return .ok("sshd-use-pam", "sshd uses PAM") }
    return .fail(
      "sshd-use-pam", "sshd does not use PAM for \(who(without))\(place("usepam")), so no code is asked",
      cure: "set 'UsePAM yes', and countersign enable sshd keeps it so")
  }

  private var service: Finding? {
    guard let first = services.first else { return nil }
    return .fail(
      "sshd-service", "sshd uses the PAM service '\(first)', which does not ask for a code\(place("pamservicename"))",
      cure: "countersign enable \(first), or take PamServiceName out")
  }

  private var questions: Finding? {
    let mute = asked.filter { $0.usesPAM && !$0.asksQuestions }
    guard !mute.isEmpty else { return .ok("sshd-keyboard-interactive", "sshd can ask for a code") }
    let place = place("kbdinteractiveauthentication")
    return .fail(
      "sshd-keyboard-interactive",
      isAll(mute)
        ? "sshd can ask nobody for a code: KbdInteractiveAuthentication is off\(place)"
        : "sshd can ask no code of \(who(mute)): KbdInteractiveAuthentication is off\(place)",
      cure: """
        set 'KbdInteractiveAuthentication yes' in a file that is read first, such as \
        /etc/ssh/sshd_config.d/00-countersign.conf
        """)
  }

  private var waysIn: Finding? {
    let shut = asked.filter { $0.usesPAM && $0.asksQuestions && $0.ways.isEmpty }
    guard !shut.isEmpty else { return nil }
    return .fail(
      "sshd-methods",
      """
      \(who(shut)) cannot log in: AuthenticationMethods asks for a method that is off\
      \(place("authenticationmethods"))
      """,
      cure: "turn the method on, or take it out of AuthenticationMethods")
  }

  private var password: Finding? {
    let repeating = asked.filter { !$0.waysThatRepeatPassword.isEmpty }
    guard !repeating.isEmpty else { return .ok("sshd-password", "no client sends the password as the code") }
    let onlyWay = repeating.filter { $0.waysWithCode.isEmpty && $0.waysWithoutCode.isEmpty }
    if !onlyWay.isEmpty {
      return .fail(
        "sshd-password", "\(who(onlyWay)) can log in by 'password' alone, which answers every question with it",
        cure: "set 'PasswordAuthentication no' and 'KbdInteractiveAuthentication yes'; people still type a password")
    }
    let place = place("passwordauthentication")
    return .warn(
      "sshd-password",
      isAll(repeating)
        ? "clients may choose 'password', which cannot ask for a code\(place)"
        : "clients of \(who(repeating)) may choose 'password', which cannot ask for a code\(place)",
      cure: "set 'PasswordAuthentication no'; passwords are still asked for, together with the code")
  }

  private var withoutCode: Finding? {
    let free = logins.filter { login in
      login.wantsCodeWithKey && !login.waysWithoutCode.isEmpty && !(login.isRoot && isShutOut(login))
    }
    guard !free.isEmpty else { return .ok("sshd-without-code", "no way in goes round the code") }
    let way = free.first?.waysWithoutCode.first?.joined(separator: ",") ?? "publickey"
    let place = place("authenticationmethods")
    return .warn(
      "sshd-without-code",
      way == "publickey"
        ? "a key alone lets \(who(free)) in without a code\(place)"
        : "'\(way)' alone lets \(who(free)) in without a code\(place)",
      cure: "set 'AuthenticationMethods publickey,keyboard-interactive' if keys need a code, too")
  }

  private func isShutOut(_ login: SSHDLogin) -> Bool { login.settings.value("permitrootlogin") == "no" }

  /// sshd passes nothing of what root types on to PAM unless root may log in by password.
  private var root: Finding? {
    guard let login = logins.first(where: { $0.isRoot && $0.wantsCode }) else { return nil }
    let permitted = login.settings.value("permitrootlogin") ?? "yes"
    guard permitted != "yes" else { return .ok("sshd-root", "root's code reaches PAM") }
    guard permitted != "no" else { return .ok("sshd-root", "root does not log in by ssh") }
    let setting = "PermitRootLogin \(permitted == "without-password" ? "prohibit-password" : permitted)"
    guard !login.waysWithoutCode.isEmpty else {
      return .fail(
        "sshd-root", "root cannot log in: with '\(setting)' sshd throws root's code away\(place("permitrootlogin"))",
        cure: "set 'PermitRootLogin yes' if root is to come with a code, or 'no' and use sudo")
    }
    return .warn(
      "sshd-root",
      """
      root's code can never be right: '\(setting)' throws it away; a key alone lets root in\
      \(place("permitrootlogin"))
      """,
      cure: "set 'PermitRootLogin yes' if root is to come with a code, or 'no' and use sudo")
  }

  /// Ansible answers no question but the one for a password.
  private var automation: Finding? {
    let stopped = logins.filter { $0.isAutomation && $0.wantsCodeWithKey && $0.waysWithoutCode.isEmpty }
    guard let first = stopped.first else { return nil }
    return .warn(
      "sshd-automation", "Ansible works as \(who(stopped)), and sshd asks for a code that it cannot give",
      cure: "in sshd_config: 'Match User \(first.user)' with 'AuthenticationMethods publickey'")
  }

  private var graceTime: Finding? {
    let short = asked.filter { login in
      login.settings.number("logingracetime").map { $0 > 0 && $0 < 60 } ?? false
    }
    guard let seconds = short.first?.settings.number("logingracetime") else {
      return .ok("sshd-grace-time", "there is time enough to type password and code")
    }
    return .warn(
      "sshd-grace-time", "people have \(seconds) s for password and code\(place("logingracetime"))",
      cure: "set 'LoginGraceTime 120': a code may have to be waited for")
  }

  private var tries: Finding? {
    let few = asked.filter { login in login.settings.number("maxauthtries").map { $0 < 3 } ?? false }
    guard let number = few.first?.settings.number("maxauthtries") else {
      return .ok("sshd-tries", "a mistyped code may be typed again")
    }
    let place = place("maxauthtries")
    return .warn(
      "sshd-tries",
      Message(
        "a connection ends after \(number) failure, each key that does not fit among them\(place)",
        "a connection ends after \(number) failures, each key that does not fit among them\(place)", count: number),
      cure: "set 'MaxAuthTries 6'; countersign itself slows down who guesses")
  }
}
