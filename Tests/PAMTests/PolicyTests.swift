import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// What the policy file changes, against the shipped module through libpam.
@Suite struct PolicyTests {
  static let pass = "auth required MODULE root=ROOT\nauth required pam_permit.so"

  let store: TemporaryStore
  let now: Int64 = 1_800_000_000
  let totp: DeviceKind

  init() throws {
    store = try TemporaryStore()
    totp = .totp(try #require(TOTPParameters()))
  }

  private func login(
    _ answers: String..., stack: String = pass, at time: Int64? = nil, with configure: (Login) -> Void = { _ in }
  ) throws -> (Login, Int32) {
    let login = try Login(store, stack: stack)
    for answer in answers { login.answer(answer) }
    configure(login)
    let code = login.authenticate(at: time ?? now)
    return (login, code)
  }

  private func code(_ steps: Int64 = 0) throws -> String { try Codes.totp(at: now + 30 * steps) }

  @Test func withoutAPolicyFileThoseWhoAreNotEnrolledPass() throws {
    try FileManager.default.removeItem(at: store.policy)
    let (login, code) = try login()
    #expect(code == PAM_SUCCESS)
    #expect(login.log.contains("skipped user=nobody") && login.log.contains("reason=not-enrolled policy=default"))
    #expect(login.shown.isEmpty)
    try store.enroll(totp)
    #expect(try self.login("000000").1 == PAM_AUTH_ERR)
  }

  @Test func nullokLetsPassWhereThePolicySaysMandatory() throws {
    let stack = "auth required MODULE root=ROOT nullok\nauth required pam_permit.so"
    #expect(try login("000000").1 == PAM_AUTH_ERR)
    let (login, code) = try login(stack: stack)
    #expect(code == PAM_SUCCESS)
    #expect(login.log.contains("reason=not-enrolled policy=argument"))
  }

  @Test func aPolicyThatCannotBeParsedRefusesAndTheLogNamesLineAndReason() throws {
    try store.enroll(totp)
    try store.write(policy: "Mode enrolled", "", "Moode disabled")
    for stack in [Self.pass, "auth required MODULE root=ROOT nullok\nauth required pam_permit.so"] {
      let (login, code) = try login(try code(), stack: stack)
      #expect(code == PAM_AUTHINFO_UNAVAIL)
      #expect(login.log.contains("reason=malformed-policy line=3 column=1 flaw=unknown-keyword hint="))
      #expect(login.shown == ["error|Your code cannot be checked now. Ask your administrator to look at the log."])
    }
  }

  @Test(
    "A policy file that is not what it should be refuses, each with its own line",
    arguments: [
      ("chmod 0666 POLICY", "reason=too-open place=policy mode=0666"),
      ("chown 65534 POLICY", "reason=wrong-owner place=policy owner=65534"),
      ("ln -sf /dev/null POLICY", "reason=symbolic-link place=policy"),
      ("rm POLICY; mkdir POLICY", "reason=not-a-regular-file place=policy"),
      ("rm POLICY; mkfifo -m 0644 POLICY", "reason=not-a-regular-file place=policy"),
      ("ln POLICY POLICY.second", "reason=hard-linked place=policy"),
      ("truncate -s 0 POLICY", "reason=empty place=policy"),
      ("truncate -s 1M POLICY", "reason=wrong-size place=policy size=1048576"),
    ])
  func unfitPolicy(change: String, line: String) throws {
    try store.enroll(totp)
    try store.write(policy: "Mode disabled")
    let command = change.replacingOccurrences(of: "POLICY", with: store.policy.path)
    #expect(try Program.run("/bin/sh", ["-c", command]).status == 0)
    let (login, code) = try login(try code())
    #expect(code == PAM_AUTHINFO_UNAVAIL)
    #expect(login.log.contains(line), "\(login.log)")
  }

  @Test(
    "A policy that cannot be opened is never taken for none",
    arguments: [EACCES, EIO, EMFILE, ENFILE, ENOMEM, ELOOP, ENOTDIR, EPERM])
  func unopenedPolicy(error: Int32) throws {
    // It is the first file that is opened.
    cs_host_fail(cs_host_openat, 1, error)
    defer { cs_host_fail(cs_host_openat, 0, 0) }
    let (login, code) = try login()
    #expect(code == PAM_AUTHINFO_UNAVAIL)
    #expect(login.log.contains("place=policy"), "\(login.log)")
  }

  @Test func disabledDoesNotLookAtTheStore() throws {
    try store.write(policy: "Match Service countersign-test", "  Mode disabled")
    try Data("damaged".utf8).write(to: store.sealKey)
    let (login, code) = try login()
    #expect(code == PAM_SUCCESS)
    #expect(login.log.contains("skipped user=nobody service=countersign-test"))
    #expect(login.log.contains("reason=disabled-here policy=2"))
  }

  @Test(
    "Only addresses count for a network, and sshd's before the application's",
    arguments: [
      ("192.0.2.7 50000 198.51.100.1 22", nil, true), ("2001:db8::7 50000 2001:db8::1 22", nil, true),
      ("::ffff:192.0.2.7 50000 198.51.100.1 22", nil, true), (nil, "192.0.2.7", true),
      ("203.0.113.9 50000 198.51.100.1 22", "192.0.2.7", false), (nil, "192.0.2.7.example.net", false),
      (nil, "host.example.net", false), (nil, nil, false), (nil, "", false), (nil, "192.0.2.7 ", false),
    ] as [(String?, String?, Bool)])
  func networks(connection: String?, host: String?, isSkipped: Bool) throws {
    try store.enroll(totp)
    try store.write(policy: "Match Network 192.0.2.0/24,2001:db8::/32", "  Mode disabled")
    let (login, code) = try login { login in
      if let connection { login.set(cs_login_connection, connection) }
      if let host { login.set(cs_login_remote_host, host) }
    }
    #expect((code == PAM_SUCCESS) == isSkipped, "\(login.log)")
  }

  @Test(
    "What sshd has verified takes the place of the code, what looks like it does not",
    arguments: [
      ("publickey sk-ssh-ed25519@openssh.com AAAA", true), ("publickey ssh-ed25519 AAAA", false), ("", false),
      ("publickey ssh-ed25519 AAAA\npublickey sk-ecdsa-sha2-nistp256@openssh.com AAAA", true),
      ("password sk-ssh-ed25519@openssh.com AAAA", false), ("publickey sk-ssh-ed25519 AAAA", false),
    ])
  func keys(information: String, isSkipped: Bool) throws {
    try store.enroll(totp)
    try store.write(policy: "Match Key sk", "  Mode disabled")
    let (login, code) = try login { $0.set(cs_login_auth_info, information) }
    #expect((code == PAM_SUCCESS) == isSkipped, "\(login.log)")
  }

  @Test func untilEnrollByThoseWhoAreNotEnrolledPassAndAreTold() throws {
    try store.write(policy: "Mode mandatory", "EnrollBy 2027-01-25")
    // 2027-01-15 08:00 UTC.
    let (login, code) = try login()
    #expect(code == PAM_SUCCESS)
    let line = try #require(login.shown.first)
    #expect(line.hasPrefix("info|In ") && line.contains(" days you will need a second factor"))
    #expect(login.log.contains("reason=must-enrol policy=2 days="))
    #expect(try self.login("000000", at: now + 12 * 86_400).1 == PAM_AUTH_ERR)
    try store.enroll(totp)
    #expect(try self.login("000000").1 == PAM_AUTH_ERR)
  }

  @Test func aSuccessIsRememberedAtItsPlaceForItsTimeAndNotLonger() throws {
    try store.enroll(totp)
    try store.write(policy: "Remember 1h same-address")
    func from(_ address: String) -> (Login) -> Void { { $0.set(cs_login_remote_host, address) } }
    #expect(try login(try code(), with: from("192.0.2.7")).1 == PAM_SUCCESS)
    let (again, code) = try login(at: now + 3_599, with: from("192.0.2.7"))
    #expect(code == PAM_SUCCESS)
    #expect(again.log.contains("reason=remembered policy=1 since=1800000000"))
    #expect(again.shown.isEmpty)
    for (time, address) in [(now + 3_600, "192.0.2.7"), (now - 1, "192.0.2.7"), (now, "a.example")] {
      #expect(try login("000000", at: time, with: from(address)).1 == PAM_AUTH_ERR, "\(time) \(address)")
    }
    #expect(try login("000000", at: now).1 == PAM_AUTH_ERR)
    try store.write(policy: "Remember 10s same-address")
    #expect(try login("000000", at: now + 11, with: from("192.0.2.7")).1 == PAM_AUTH_ERR)
  }

  @Test func aWrongCodeOrASkippedLoginIsNotRemembered() throws {
    try store.enroll(totp)
    try store.write(policy: "Remember 1h")
    let place: (Login) -> Void = { $0.set(cs_login_terminal, "/dev/pts/7") }
    #expect(try login("000000", with: place).1 == PAM_AUTH_ERR)
    #expect(try login("000000", with: place).1 == PAM_AUTH_ERR)
    #expect(try login(try code(), with: place).1 == PAM_SUCCESS)
    #expect(try login(with: place).1 == PAM_SUCCESS)
    #expect(try login("000000", with: { $0.set(cs_login_terminal, "/dev/pts/8") }).1 == PAM_AUTH_ERR)
  }

  @Test func theThrottleIsThePolicys() throws {
    try store.enroll(totp)
    try store.write(policy: "Throttle wait-after=1 wait=1h longest-wait=1h lock-after=2 lock=2h disable-after=3")
    #expect(try login("000000").1 == PAM_AUTH_ERR)
    let (waiting, code) = try login(try code(), at: now + 30)
    #expect(code == PAM_MAXTRIES)
    #expect(waiting.log.contains("throttled user=nobody") && waiting.log.contains("until=1800003600"))
    // The second wrong code locks for two hours, the third disables for ever.
    for (wait, misses) in [(3_600, 2), (7_200, 3)] as [(Int64, UInt32)] {
      let end = try Int64(#require(store.readState().devices.first).misses.last) + wait
      #expect(try self.login(try Codes.totp(at: end - 1), at: end - 1).1 == PAM_MAXTRIES)
      #expect(try self.login("000000", at: end).1 == PAM_AUTH_ERR)
      #expect(try store.readState().devices.map(\.misses.count) == [misses])
    }
    let later = now + 315_360_000
    let (disabled, last) = try self.login(try Codes.totp(at: later), at: later)
    #expect(last == PAM_MAXTRIES && disabled.log.contains("reason=disabled-after-wrong-codes"), "\(disabled.log)")
  }

  @Test func kindsOfFactorThatDoNotCountHereDoNotServe() throws {
    try store.enroll(totp)
    try store.write(policy: "Factors hotp,recovery")
    let (login, code) = try login(try code())
    #expect(code == PAM_AUTH_ERR)
    #expect(login.log.contains("reason=not-a-code"))
    try store.write(policy: "Factors totp")
    #expect(try self.login(try self.code()).1 == PAM_SUCCESS)
  }

  @Test func windowAndLookAheadAreThePolicys() throws {
    try store.enroll(totp)
    try store.write(policy: "Window 0")
    #expect(try login(code(1)).1 == PAM_AUTH_ERR)
    try store.write(policy: "Window 3")
    #expect(try login(code(3)).1 == PAM_SUCCESS)
  }

  @Test func noticeAndPromptAreThePolicysUnlessThePAMLineHasAPrompt() throws {
    try store.enroll(totp)
    try store.write(policy: "Notice \"Look at the blue token.\"", "Prompt \"Token: \"")
    #expect(try login("x").0.shown == ["info|Look at the blue token.", "off|Token: "])
    let stack = "auth required MODULE root=ROOT [prompt=Code? ]\nauth required pam_permit.so"
    #expect(try login("x", stack: stack).0.shown.last == "off|Code? ")
  }

  @Test(
    "The caller's factor is asked for only when the process is the caller's",
    arguments: [
      ("root", true), ("nobody", false), (nil, false), ("", false), ("hunter2", false),
    ] as [(String?, Bool)])
  func callers(caller: String?, isAsked: Bool) throws {
    try store.write(policy: "Mode mandatory", "WhoseFactor caller")
    let opened = try UserStore(store.location)
    let root = try #require(UserName(Array("root".utf8)))
    let secret = TemporaryStore.secret
    try opened.enroll(
      root, uid: 0,
      device: .init(
        kind: totp, name: try #require(DeviceName(Array("Phone".utf8))), created: 1_795_503_004, nextMovingFactor: 0),
      secret: secret.span)
    let remote = try self.login(try code()) { login in
      login.set(cs_login_remote_host, "192.0.2.7")
      if let caller { login.set(cs_login_caller, caller) }
    }
    #expect(remote.1 == PAM_AUTH_ERR && remote.0.log.contains("reason=caller-unknown"))
    let (login, code) = try login(try code()) { login in
      if let caller { login.set(cs_login_caller, caller) }
    }
    #expect((code == PAM_SUCCESS) == isAsked, "\(login.log)")
    #expect(login.log.contains(isAsked ? "accepted user=nobody" : "refused user=nobody"))
    #expect(isAsked || (login.shown.isEmpty && login.log.contains("reason=caller-unknown")))
  }

  @Test func groupsMatchByMembership() throws {
    try store.enroll(totp)
    try store.write(policy: "Match Group nogroup", "  Mode disabled")
    #expect(try login().1 == PAM_SUCCESS)
    try store.write(policy: "Match Group root,no-such-group", "  Mode disabled")
    #expect(try login("000000").1 == PAM_AUTH_ERR)
  }
}
