import Words

/// Whether sudo asks for the code, and asks so that it can be answered.
struct SudoCheck {
  let users: [SudoUser]

  private var sudoers: [SudoUser] { users.filter(\.listing.maySudo) }

  var findings: [Finding] {
    guard !sudoers.isEmpty else { return [] }

    let found = [unasked, prompt, remembered, remembersEverywhere, automation, noninteractive].compactMap { $0 }
    return found.isEmpty ? [.ok("sudo", "sudo asks \(NameList.of(sudoers.map(\.name))) for password and code")] : found
  }

  private func names(_ isMeant: (SudoUser) -> Bool) -> [String] { sudoers.filter(isMeant).map(\.name) }

  private var unasked: Finding? {
    let free = names { $0.listing.isNeverAsked && !$0.isAutomation }
    let partly = names { !$0.listing.isNeverAsked && $0.listing.hasUnasked }
    if !free.isEmpty {
      return .warn(
        "sudo-unasked", "sudo asks \(NameList.of(free)) for nothing, so for no code either",
        cure: "take NOPASSWD and '!authenticate' out of sudoers for them: visudo")
    }
    guard !partly.isEmpty else { return nil }
    return .warn(
      "sudo-unasked", "sudo asks \(NameList.of(partly)) for nothing before some commands: NOPASSWD",
      cure: "see which: sudo -l -U \(partly[0])")
  }

  private var prompt: Finding? {
    let overridden = names { $0.listing.flag("passprompt_override") == true }
    guard !overridden.isEmpty else { return nil }
    return .warn(
      "sudo-prompt", "sudo shows its own prompt in place of 'Verification code': passprompt_override",
      cure: "take passprompt_override out of sudoers, or people type their password twice: visudo")
  }

  private var remembered: Finding? {
    let long = sudoers.filter { user in
      user.listing.value("timestamp_timeout").flatMap { Double($0) }.map { $0 < 0 || $0 > 60 } ?? false
    }
    guard let first = long.first, let minutes = first.listing.value("timestamp_timeout") else { return nil }
    let who = NameList.of(long.map(\.name))
    return .warn(
      "sudo-timestamp",
      minutes.hasPrefix("-")
        ? "sudo asks \(who) once and then nothing, for ever"
        : "sudo asks \(who) once and then nothing, \(minutes) minutes long",
      cure: "set 'Defaults timestamp_timeout=15' in sudoers, or less: visudo")
  }

  private var remembersEverywhere: Finding? {
    let global = names { $0.listing.value("timestamp_type") == "global" }
    guard !global.isEmpty else { return nil }
    return .warn(
      "sudo-timestamp", "one answer to sudo counts at all terminals of \(NameList.of(global)): timestamp_type=global",
      cure: "set 'Defaults timestamp_type=tty' in sudoers: visudo")
  }

  private var automation: Finding? {
    let stopped = names { $0.isAutomation && $0.wantsCode && !$0.listing.isNeverAsked }
    guard let first = stopped.first else { return nil }
    return .warn(
      "sudo-automation", "Ansible works as \(NameList.of(stopped)), and sudo asks for a code that it cannot give",
      cure: "in countersign.conf: 'Match User \(first) Service sudo' with 'Mode disabled'")
  }

  private var noninteractive: Finding? {
    let users = names { $0.listing.flag("noninteractive_auth") == true }
    guard !users.isEmpty else { return nil }
    return .warn(
      "sudo-noninteractive", "'sudo -n' of \(NameList.of(users)) begins to ask and then fails: noninteractive_auth",
      cure: "take noninteractive_auth out of sudoers: visudo")
  }
}
