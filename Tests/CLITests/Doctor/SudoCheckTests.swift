import Testing

@testable import countersign

@Suite struct SudoCheckTests {
  private static let usual = """
    Matching Defaults entries for alice on host:
        env_reset, mail_badpass, secure_path=/usr/sbin\\:/usr/bin, use_pty

    User alice may run the following commands on host:
        (ALL : ALL) ALL
    """

  private func user(
    _ name: String = "alice", defaults: String = "use_pty", rules: String = "(ALL : ALL) ALL", wantsCode: Bool = true,
    isAutomation: Bool = false
  ) -> SudoUser {
    let text = """
      Matching Defaults entries for \(name) on host:
          \(defaults)

      User \(name) may run the following commands on host:
          \(rules)
      """
    return SudoUser(
      name: name, listing: SudoListing(text), wantsCode: wantsCode, isAutomation: isAutomation)
  }

  @Test("What sudo lists is read")
  func listing() {
    let listing = SudoListing(SudoCheckTests.usual)
    #expect(listing.defaults == ["env_reset", "mail_badpass", "secure_path=/usr/sbin\\:/usr/bin", "use_pty"])
    #expect(listing.rules == ["(ALL : ALL) ALL"])
    #expect(listing.flag("use_pty") == true && listing.flag("authenticate") == nil)
    #expect(listing.maySudo && !listing.isNeverAsked && !listing.hasUnasked)
    let none = SudoListing("User bob is not allowed to run sudo on host.\n")
    #expect(!none.maySudo && !none.isNeverAsked)
    let escaped = SudoListing("Matching Defaults entries for a on h:\n    passprompt=a\\, b, !authenticate\n")
    #expect(escaped.defaults == ["passprompt=a\\, b", "!authenticate"])
    #expect(escaped.flag("authenticate") == false)
  }

  @Test("Somebody who is asked by sudo as usual is no reason to worry")
  func sound() throws {
    try SudoCheck(users: [user()]).findings.expect("sudo", .ok, "alice")
    #expect(SudoCheck(users: []).findings.isEmpty)
  }

  @Test("Whoever is asked for nothing is named")
  func unasked() throws {
    try SudoCheck(users: [user(rules: "(ALL) NOPASSWD: ALL")]).findings.expect(
      "sudo-unasked", .warn, "asks alice for nothing, so for no code", cure: "NOPASSWD")
    try SudoCheck(users: [user(defaults: "!authenticate")]).findings.expect("sudo-unasked", .warn)
    let partly = user(rules: "(ALL : ALL) ALL\n    (root) NOPASSWD: /usr/bin/apt")
    try SudoCheck(users: [partly]).findings.expect(
      "sudo-unasked", .warn, "before some commands", cure: "sudo -l -U alice")
  }

  @Test("Settings of sudo that go against a code are told", arguments: [
    ("passprompt_override", "sudo-prompt"), ("timestamp_timeout=-1", "sudo-timestamp"),
    ("timestamp_timeout=480.0", "sudo-timestamp"), ("timestamp_type=global", "sudo-timestamp"),
    ("noninteractive_auth", "sudo-noninteractive"),
  ])
  func settings(setting: String, check: String) throws {
    try SudoCheck(users: [user(defaults: "use_pty, \(setting)")]).findings.expect(check, .warn)
    let found = SudoCheck(users: [user(defaults: "use_pty, !passprompt_override, timestamp_timeout=5")]).findings
    #expect(found.allSatisfy { $0.grade == .ok })
  }

  @Test("Ansible that would be asked for a code is told, with the lines for the policy")
  func automation() throws {
    try SudoCheck(users: [user("deploy", isAutomation: true)]).findings.expect(
      "sudo-automation", .warn, "Ansible works as deploy", cure: "Match User deploy Service sudo")
    let exempt = [
      user("deploy", wantsCode: false, isAutomation: true),
      user("deploy", rules: "(ALL) NOPASSWD: ALL", isAutomation: true),
    ]
    for user in exempt { SudoCheck(users: [user]).findings.none("sudo-automation") }
    SudoCheck(users: [exempt[1]]).findings.none("sudo-unasked")
  }
}
