import Testing

@testable import Countersign

@Suite struct PolicyTests {
  private func mode(_ policy: String, _ facts: PolicyFacts) throws -> PolicySetting<EnforcementMode> {
    try TestPolicy.read(policy).settings(for: facts).mode
  }

  @Test("Nothing written is what holds without a file", arguments: ["", "\n", "# Mode disabled\n", "\t \n\n"])
  func empty(text: String) throws {
    let policy = try TestPolicy.read(text)
    #expect(try policy.settings(for: TestPolicy.facts()) == PolicySettings())
    #expect(try Policy.standard.settings(for: TestPolicy.facts()) == PolicySettings())
    #expect(policy.groupNames.isEmpty && !policy.needsMoment)
  }

  @Test("The first Match that holds wins for each keyword, and any of them over the lines before")
  func precedence() throws {
    let policy = try TestPolicy.read(
      """
      Mode enrolled
      Window 3
      Match User bob
        Mode disabled
      Match Service sshd
        Mode mandatory
      Match User alice
        Mode disabled
        LookAhead 7
      """)
    let settings = try policy.settings(for: TestPolicy.facts())
    #expect(settings.mode == PolicySetting(.mandatory, .line(6)))
    #expect(settings.window == PolicySetting(3, .line(2)))
    #expect(settings.lookAhead == PolicySetting(7, .line(9)))
    #expect(settings.factors == PolicySetting(.all, .builtIn))
    let other = try policy.settings(for: TestPolicy.facts(user: "carol", service: "sudo"))
    #expect(other.mode == PolicySetting(.enrolled, .line(1)))
  }

  @Test("A block without criteria is Match all, and stands in the order like any other")
  func matchAll() throws {
    let facts = try TestPolicy.facts()
    #expect(try mode("Mode enrolled\nMatch all\nMode mandatory\nMatch User alice\nMode disabled", facts).source == .line(3))
    #expect(try mode("Match User alice\nMode disabled\nMatch ALL # rest\nMode mandatory", facts).source == .line(2))
  }

  @Test("Recovery codes are denied whatever has Factors, and Factors wins by itself")
  func recoveryCodes() throws {
    let facts = try TestPolicy.facts()
    let denied = try TestPolicy.read("RecoveryCodes deny\nMatch all\nFactors totp,recovery").settings(for: facts)
    #expect(denied.factors == PolicySetting(.totp, .line(1)))
    let absent = try TestPolicy.read("RecoveryCodes deny\nFactors hotp").settings(for: facts)
    #expect(absent.factors == PolicySetting(.hotp, .line(2)))
    let allowed = try TestPolicy.read("RecoveryCodes deny\nMatch all\nRecoveryCodes allow").settings(for: facts)
    #expect(allowed.factors == PolicySetting(.all, .builtIn))
    let notAdded = try TestPolicy.read("RecoveryCodes allow\nFactors hotp,temporary").settings(for: facts)
    #expect(notAdded.factors.value == [.hotp, .temporaryCodes])
  }

  @Test("The digest of a Remember line is that of the services of its block, in any order")
  func serviceSet() throws {
    let facts = try TestPolicy.facts()
    func rule(_ text: String) throws -> RememberRule {
      try #require(TestPolicy.read(text).settings(for: facts).remember?.value)
    }
    // The first bytes of `printf '' | sha256sum` and `printf 'sshd,su*' | sha256sum`.
    #expect(try rule("Remember 8h") == RememberRule(duration: 28_800, place: .either, serviceSet: 0xE3B0_C442_98FC_1C14))
    #expect(try rule("Match User alice\nRemember 8h").serviceSet == 0xE3B0_C442_98FC_1C14)
    let both = try rule("Match Service su*,sshd\nRemember 1d same-tty")
    #expect(try rule("Match User * Service sshd,su*\nRemember 1d same-tty") == both)
    #expect(try rule("Match Service sshd\nRemember 1d same-tty") != both)
    #expect(try rule("Remember none").duration == 0)
  }

  @Test("Groups are named once, whether negated or not")
  func groupNames() throws {
    let policy = try TestPolicy.read("Match Group wheel,!adm\nMatch Group \"domain users,wheel\"\nMatch User bob\n")
    #expect(policy.groupNames == ["adm", "domain users", "wheel"].map { Array($0.utf8) })
  }

  @Test("The time on the wall is needed for Time and EnrollBy alone", arguments: [
    ("Match Time Mon\nMode disabled", true), ("EnrollBy 2027-02-01", true), ("Match User mon\nMode mandatory", false),
  ])
  func moment(text: String, isNeeded: Bool) throws {
    #expect(try TestPolicy.read(text).needsMoment == isNeeded)
  }

  @Test("A fact that is not known matches nothing")
  func unknownFacts() throws {
    let user = try #require(UserName(Array("alice".utf8)))
    let facts = PolicyFacts(user: user, service: [], address: nil, origin: .remote, key: .none)
    for criterion in ["Network 0.0.0.0/0,::/0", "Time Mon-Sun", "Group wheel", "Service ssh*", "Network ::/0,!192.0.2.1"] {
      #expect(try mode("Match \(criterion)\nMode disabled", facts) == PolicySetting(.enrolled), "\(criterion)")
    }
  }
}
