import Testing

@testable import countersign

@Suite struct SSHDLoginCheckTests {
  /// A login under settings that ask for password and code, but for what is given.
  private func login(
    _ user: String = "alice", from address: String? = nil, with changes: [String: String] = [:], wantsCode: Bool = true,
    isAutomation: Bool = false
  ) -> SSHDLogin {
    let usual = [
      "usepam": "yes", "kbdinteractiveauthentication": "yes", "passwordauthentication": "no",
      "pubkeyauthentication": "yes", "gssapiauthentication": "no", "hostbasedauthentication": "no",
      "permitrootlogin": "without-password", "authenticationmethods": "keyboard-interactive", "logingracetime": "120",
      "maxauthtries": "6",
    ]
    let text = usual.merging(changes) { $1 }.map { "\($0) \($1)" }.joined(separator: "\n")
    return SSHDLogin(
      user: user, address: address, isRoot: user == "root", isAutomation: isAutomation, settings: SSHDSettings(text),
      wantsCode: wantsCode, wantsCodeWithKey: wantsCode)
  }

  private func findings(_ logins: SSHDLogin..., text: String = "") -> [Finding] {
    let sources = SSHDSources(
      "/etc/ssh/sshd_config", SSHDSources.Reader(content: { _ in text }, names: { _ in [] }))
    return SSHDLoginCheck(logins: logins, sources: sources).findings
  }

  @Test("With password and code all is well")
  func sound() {
    let found = findings(login(), login("bob"))
    #expect(found.allSatisfy { $0.grade == .ok } && !found.isEmpty, "\(found)")
  }

  @Test("Without PAM, or without keyboard-interactive, nobody is asked; the place is told")
  func cannotAsk() throws {
    try findings(login(with: ["usepam": "no"]), text: "UsePAM no\n").expect(
      "sshd-use-pam", .fail, "for alice (/etc/ssh/sshd_config line 1)", cure: "UsePAM yes")
    let text = "\n\nKbdInteractiveAuthentication no\n"
    try findings(login(with: ["kbdinteractiveauthentication": "no"]), login("bob"), text: text).expect(
      "sshd-keyboard-interactive", .fail, "sshd can ask no code of alice",
      cure: "KbdInteractiveAuthentication yes")
    try findings(login(with: ["kbdinteractiveauthentication": "no"]), text: text).expect(
      "sshd-keyboard-interactive", .fail, "line 3")
    let old = SSHDLogin(
      user: "alice", address: nil, isRoot: false, isAutomation: false,
      settings: SSHDSettings("usepam yes\nchallengeresponseauthentication no\n"), wantsCode: true,
      wantsCodeWithKey: true)
    try findings(old).expect("sshd-keyboard-interactive", .fail)
  }

  @Test("Another PAM service that does not ask is told")
  func service() throws {
    let login = login(with: ["pamservicename": "ssh-internal"])
    #expect(login.service == "ssh-internal" && self.login().service == "sshd")
    let sources = SSHDSources("/etc/ssh/sshd_config", SSHDSources.Reader(content: { _ in "" }, names: { _ in [] }))
    try SSHDLoginCheck(logins: [login], sources: sources, services: ["ssh-internal"]).findings.expect(
      "sshd-service", .fail, "uses the PAM service 'ssh-internal'", cure: "countersign enable ssh-internal")
    findings(login).none("sshd-service")
  }

  @Test("Methods that cannot all be had shut people out")
  func shutOut() throws {
    let login = login(with: ["authenticationmethods": "publickey,keyboard-interactive", "pubkeyauthentication": "no"])
    try findings(login).expect("sshd-methods", .fail, "alice cannot log in", cure: "AuthenticationMethods")
    findings(self.login()).none("sshd-methods")
  }

  @Test("A way by password alone answers the question for the code with the password")
  func password() throws {
    let both = login(with: ["authenticationmethods": "any", "passwordauthentication": "yes"])
    try findings(both).expect("sshd-password", .warn, "cannot ask for a code", cure: "PasswordAuthentication no")
    let alone = login(with: ["authenticationmethods": "publickey,password", "passwordauthentication": "yes"])
    try findings(alone).expect("sshd-password", .fail, "answers every question")
  }

  @Test("A way by key alone goes round the code, unless the policy wants none with a key")
  func keyAlone() throws {
    try findings(login(with: ["authenticationmethods": "any"])).expect(
      "sshd-without-code", .warn, "a key alone lets alice in", cure: "publickey,keyboard-interactive")
    let hostbased = login(with: [
      "authenticationmethods": "any", "hostbasedauthentication": "yes", "pubkeyauthentication": "no",
    ])
    try findings(hostbased).expect("sshd-without-code", .warn, "'hostbased' alone")
    for methods in ["publickey,keyboard-interactive", "publickey,keyboard-interactive:pam"] {
      try findings(login(with: ["authenticationmethods": methods])).expect("sshd-without-code", .ok)
    }
    try findings(login(with: ["authenticationmethods": "any"], wantsCode: false)).expect("sshd-without-code", .ok)
  }

  @Test("What holds only from some network is told with its address")
  func networks() throws {
    let inside = login(from: "10.0.0.0", with: ["authenticationmethods": "any"])
    try findings(login(), inside, login("bob"), login("bob", from: "10.0.0.0")).expect(
      "sshd-without-code", .warn, "alice from 10.0.0.0")
    try findings(login(with: ["authenticationmethods": "any"]), inside, login("bob")).expect(
      "sshd-without-code", .warn, "lets alice in")
  }

  @Test("Root's code is thrown away unless root may log in by password", arguments: [
    ("without-password", "keyboard-interactive", Finding.Grade.fail), ("prohibit-password", "any", .warn),
    ("forced-commands-only", "publickey,keyboard-interactive", .fail), ("yes", "keyboard-interactive", .ok),
    ("no", "keyboard-interactive", .ok),
  ])
  func root(permitted: String, methods: String, grade: Finding.Grade) throws {
    let root = login("root", with: ["permitrootlogin": permitted, "authenticationmethods": methods])
    try findings(login(), root).expect("sshd-root", grade)
    let unenrolled = login("root", with: ["permitrootlogin": permitted], wantsCode: false)
    findings(login(), unenrolled).none("sshd-root")
  }

  @Test("Too little time and too few tries are told")
  func limits() throws {
    try findings(login(with: ["logingracetime": "20"])).expect(
      "sshd-grace-time", .warn, "20 s", cure: "LoginGraceTime 120")
    try findings(login(with: ["logingracetime": "0"])).expect("sshd-grace-time", .ok)
    try findings(login(with: ["maxauthtries": "1"])).expect(
      "sshd-tries", .warn, "after 1 failure", cure: "MaxAuthTries 6")
    try findings(login(with: ["maxauthtries": "3"])).expect("sshd-tries", .ok)
  }

  @Test("Ansible is stopped where there is no way without a code")
  func automation() throws {
    let methods = ["authenticationmethods": "publickey,keyboard-interactive"]
    try findings(login("deploy", with: methods, isAutomation: true)).expect(
      "sshd-automation", .warn, "Ansible works as deploy", cure: "Match User deploy")
    findings(login("deploy", with: ["authenticationmethods": "any"], isAutomation: true)).none("sshd-automation")
    findings(login("deploy", with: methods, wantsCode: false, isAutomation: true)).none("sshd-automation")
  }
}
