import CPAM
import Countersign
import CTestHost
import Foundation
import Testing

/// Security keys at logins, with companions that are scripts: what the module asks for, what it makes of any answer, and
/// when it asks for a code instead.
@Suite(.serialized) struct SecurityKeyTests {
  let store: TemporaryStore
  let key: Device
  private var place: URL { store.root.appendingPathComponent("usr/libexec/countersign/companion") }
  private var orders: URL { store.root.appendingPathComponent("orders") }

  init() throws {
    store = try TemporaryStore()
    let parameters = try #require(
      SecurityKeyParameters(algorithm: .es256, relyingParty: Array("pam://test".utf8), demands: .touch))
    key = try Self.enroll(.fido2(parameters), "blue key", in: store)
  }

  private static func enroll(_ kind: DeviceKind, _ name: String, in store: TemporaryStore) throws -> Device {
    let parameters = try #require(kind.securityKey)
    var id: [UInt8] = []
    if case .fido2 = kind { id = [UInt8](repeating: 9, count: 64) }
    let publicKey = [UInt8](repeating: 7, count: parameters.algorithm.publicKeyLength)
    let credential = try #require(SecurityKeyCredential(id: id, publicKey: publicKey))
    let device = try store.enroll(kind, name: name, secret: credential.bytes)
    // What a companion tells the device by.
    let secret = credential.bytes
    let mark = SecretMark(of: secret.span).bytes.map { String(format: "%02x", $0) }.joined()
    try Data(mark.utf8).write(to: store.root.appendingPathComponent("mark-\(device.id)"))
    return device
  }

  /// A second key, of a model that its attestation has vouched for.
  private func enrollKnownModel() throws -> Device {
    let parameters = try #require(
      SecurityKeyParameters(
        algorithm: .es256, relyingParty: Array("pam://test".utf8), demands: .touch,
        model: [UInt8](repeating: 0xAB, count: 16)))
    return try Self.enroll(.fido2(parameters), "known key", in: store)
  }

  @Test func onlyModelsThatThePolicyNamesAreAsked() throws {
    let known = try enrollKnownModel()
    try store.write(policy: "Mode mandatory", "KeyModels abababab-abab-abab-abab-abababababab")
    try install("signed(int(order[-2]), 41)")
    let (login, code) = try login()
    #expect(code == PAM_SUCCESS)
    #expect(login.log.contains("device=\(known.id):known%20key reason=fido2"))
    // The other one is not, even where the companion says that it has signed.
    try install("signed(\(key.id), 41)")
    #expect(try self.login("").1 != PAM_SUCCESS)
    #expect(seenOrders.count == 2)
    try store.write(policy: "Mode mandatory", "KeyModels 2fc0579f-8113-47ea-b116-bb5a8db9202a")
    #expect(try self.login("").1 != PAM_SUCCESS)
    #expect(seenOrders.count == 2)
  }

  private func enrollPhone() throws { try store.enroll(.totp(try #require(TOTPParameters()))) }

  private func enrollAgent() throws -> Device {
    let parameters = try #require(
      SecurityKeyParameters(algorithm: .eddsa, relyingParty: Array("ssh:".utf8), demands: .touch))
    return try Self.enroll(.agent(parameters), "ssh key", in: store)
  }

  /// Puts a companion in place that notes its order and runs these lines of Python; `line` is the socket.
  private func install(_ lines: String...) throws {
    let text = """
      #!/usr/bin/python3 -I
      import os, socket, struct, sys, time
      line = socket.socket(fileno=0)
      order = line.recv(65536).split(b"\\0")
      with open("\(orders.path)", "a") as file: file.write(repr(order) + "\\n")
      def signed(device, counter, flags=1, ending=1):
          try: mark = bytes.fromhex(open(f"\(store.root.path)/mark-{device}").read())
          except FileNotFoundError: mark = bytes(32)
          line.send(b"z" + struct.pack(">BIIB", ending, device, counter, flags) + mark)

      """ + lines.joined(separator: "\n") + "\n"
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Programs.place(text, at: place)
  }

  private var seenOrders: [String] {
    ((try? String(contentsOf: orders, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
  }

  private func login(
    _ answers: String..., prepare: (Login) -> Void = { _ in }
  ) throws -> (Login, Int32) {
    let login = try Login(store, stack: "auth required MODULE root=ROOT\nauth required pam_permit.so")
    for answer in answers { login.answer(answer) }
    prepare(login)
    return (login, login.authenticate(at: 1_800_000_000))
  }

  private func next() throws -> UInt64? { try store.readState().device(key.id)?.nextMovingFactor }

  @Test func aTouchLetsInAndIsOnTheDisk() throws {
    try install("line.send(b'mTouch your key.')", "signed(\(key.id), 41)")
    let (login, code) = try login()
    #expect(code == PAM_SUCCESS)
    #expect(login.shown == ["info|Touch your key."])
    #expect(login.log.contains("accepted user=nobody"))
    #expect(login.log.contains("device=1:blue%20key reason=fido2"))
    #expect(try next() == 42)
    #expect(try store.readState().device(key.id)?.lastUsed == 1_800_000_000)
    #expect(seenOrders.count == 1)
    #expect(seenOrders[0].hasPrefix("[b'key', b'nobody', b'65534', b'countersign-test', "))
    #expect(seenOrders[0].hasSuffix("b'en', b'', b'', b'', b'0', b'20', b'0', b'1', b'']"), "\(seenOrders)")
  }

  @Test func aPINIsAskedForInTheConversation() throws {
    try install("line.send(b'hPIN: ')", "pin = line.recv(99)", "signed(1, 1 if pin == b'a1234' else 0, 1)")
    let (login, code) = try login("1234")
    #expect(code == PAM_SUCCESS)
    #expect(login.shown == ["off|PIN: "])
    #expect(!login.log.contains("1234"))
    #expect(try next() == 2)
  }

  @Test func aCounterThatStepsBackRefusesAndSaysSo() throws {
    try enrollPhone()
    try install("signed(1, 41)")
    #expect(try login().1 == PAM_SUCCESS)
    for counter in [41, 40, 0] {
      try install("signed(1, \(counter))")
      let (login, code) = try login("000000")
      #expect(code == PAM_AUTH_ERR)
      #expect(login.log.contains("device=1:blue%20key reason=signature-counter"))
      #expect(login.shown == ["error|Your security key cannot be used now. Ask your administrator to look at the log."])
      #expect(try next() == 42)
    }
    try UserStore(store.location).forgetSignatureCounter(device: 1, of: store.user)
    #expect(try login().1 == PAM_SUCCESS)
    #expect(try next() == 1)
  }

  @Test func flagsWithoutWhatIsDemandedProveNothing() throws {
    try install("signed(1, 41, 0)")
    let (login, code) = try login()
    #expect(code == PAM_AUTH_ERR)
    #expect(login.log.contains("reason=key-proves-nothing"))
    #expect(try next() == 0)
  }

  @Test(arguments: [
    (0, "key-failed", "Your security key cannot be used now. Ask your administrator to look at the log."),
    (2, "key-not-there", "Your security key is needed. Plug it in and try again."),
    (3, "key-not-touched", "Your security key was not touched in time."), (4, "key-wrong-pin", nil),
    (5, "key-pin-blocked", nil), (6, "key-proves-nothing", nil),
    (7, "key-program-failed", "Your security key cannot be used now. Ask your administrator to look at the log."),
    (200, "key-failed", "Your security key cannot be used now. Ask your administrator to look at the log."),
  ] as [(Int, String, String?)])
  func everyOtherEndingRefusesWhoHasNothingElse(_ ending: Int, _ reason: String, _ told: String?) throws {
    try install("line.send(bytes([ord('z'), \(ending)]))")
    let (login, code) = try login("000000")
    #expect(code == PAM_AUTH_ERR)
    #expect(login.log.contains("refused user=nobody"))
    #expect(login.log.contains("reason=\(reason)"))
    #expect(login.shown == (told.map { ["error|\($0)"] } ?? []))
    #expect(try next() == 0)
  }

  @Test(arguments: [0, 2, 3, 5, 6, 7, 200]) func whoHasAPhoneIsAskedForACode(_ ending: Int) throws {
    try enrollPhone()
    try install("line.send(bytes([ord('z'), \(ending)]))")
    let (login, code) = try login(Codes.totp(at: 1_800_000_000))
    #expect(code == PAM_SUCCESS)
    #expect(login.shown == ["off|Verification code: "])
    #expect(login.log.contains("reason=totp"))
  }

  @Test func aWrongPINStopsAtOnce() throws {
    try enrollPhone()
    try install("line.send(b'eThat is not the PIN.')", "line.send(b'z\\x04')")
    let (login, code) = try login(Codes.totp(at: 1_800_000_000))
    #expect(code == PAM_AUTH_ERR)
    #expect(login.shown == ["error|That is not the PIN."])
    #expect(login.log.contains("reason=key-wrong-pin"))
  }

  private static let deeds = [
    "sys.exit(0)", "os.kill(os.getpid(), 9)", "line.send(b'?what')", "line.send(b'm' + b'x' * 7000)",
    "line.send(b'm\\x1b[2J')", "[line.send(b'm') for _ in range(101)]",
  ]

  @Test(arguments: deeds) func aCompanionThatDiesOrLiesIsNoLogin(_ deed: String) throws {
    try install(deed)
    let (login, code) = try login("000000")
    #expect(code == PAM_AUTHINFO_UNAVAIL)
    #expect(login.log.contains("place=companion"))
  }

  @Test(arguments: deeds) func withAPhoneItHasALineOfItsOwn(_ deed: String) throws {
    try enrollPhone()
    try install(deed)
    let (login, code) = try login(Codes.totp(at: 1_800_000_000))
    #expect(code == PAM_SUCCESS)
    #expect(login.log.contains("reason=key-not-asked cause=system-error place=companion"))
    #expect(login.log.contains("reason=totp"))
  }

  @Test(arguments: [
    "line.send(b'z')", "line.send(b'z\\x01')", "line.send(b'z\\x01' + b'\\0' * 9)", "signed(2, 41)",
    "signed(1, 41, 1, 8)", "line.send(b'z' + struct.pack('>BIIB', 1, 1, 41, 1) + b'x')", "line.send(b'z\\x02\\x02')",
  ])
  func evidenceOfAnythingElseIsNone(_ deed: String) throws {
    _ = try enrollAgent()
    try install(deed)
    let (login, code) = try login()
    #expect(code == PAM_AUTH_ERR)
    #expect(login.log.contains("reason=key-failed"))
    #expect(try next() == 0)
  }

  @Test func withoutACompanionTheCodeIsAskedFor() throws {
    try enrollPhone()
    let (login, code) = try login(Codes.totp(at: 1_800_000_000))
    #expect(code == PAM_SUCCESS)
    #expect(login.log.contains("reason=key-not-asked cause=system-error place=companion call=posix_spawn errno=2"))
  }

  @Test func aLoginFromElsewhereNeverWaitsForAKeyOfTheServer() throws {
    try enrollPhone()
    try install("signed(1, 41)")
    for (which, text) in [(cs_login_remote_host, "192.0.2.7"), (cs_login_terminal, "ssh")] {
      let (login, code) = try login(Codes.totp(at: 1_800_000_000)) { $0.set(which, text) }
      #expect(code == PAM_SUCCESS || login.log.contains("replayed"))
      #expect(login.shown.first == "off|Verification code: ")
    }
    #expect(seenOrders.isEmpty)
  }

  @Test func disabledAndExpiredKeysAreNotAskedFor() throws {
    try enrollPhone()
    try install("signed(1, 41)")
    _ = try UserStore(store.location).disable(device: key.id, of: store.user, at: 5)
    #expect(try login(Codes.totp(at: 1_800_000_000)).1 == PAM_SUCCESS)
    #expect(seenOrders.isEmpty)
  }

  @Test func aKeyThatIsDisabledWhileItIsAskedIsRefused() throws {
    try install("line.send(b'hPIN: ')", "line.recv(99)", "signed(1, 41)")
    let (store, id) = (store, key.id)
    let (login, code) = try login("1234") { login in
      login.whileAsking { _ = try? UserStore(store.location).disable(device: id, of: store.user, at: 5) }
    }
    #expect(code == PAM_AUTH_ERR)
    #expect(login.log.contains("device=1:blue%20key reason=device-disabled-by-administrator"))
    #expect(try next() == 0)
  }

  @Test func aKeyThatIsRemovedWhileItIsAskedIsRefused() throws {
    try enrollPhone()
    try install("line.send(b'hPIN: ')", "line.recv(99)", "signed(1, 41)")
    let (store, id) = (store, key.id)
    let (login, code) = try login("1234") { login in
      login.whileAsking { _ = try? UserStore(store.location).remove(device: id, of: store.user, allowLast: false) }
    }
    #expect(code == PAM_AUTH_ERR)
    #expect(login.log.contains("reason=removed-meanwhile"))
  }

  @Test func policyDecidesWhetherAndHowLong() throws {
    try enrollPhone()
    try install("line.send(b'z\\x02')")
    try store.write(policy: "Mode mandatory", "Touch 45s")
    _ = try login(Codes.totp(at: 1_800_000_000))
    #expect(seenOrders[0].hasSuffix("b'0', b'45', b'0', b'1', b'']"))
    try store.write(policy: "Mode mandatory", "Factors totp")
    _ = try login("000000")
    #expect(seenOrders.count == 1)
  }

  @Test func whatIsForwardedAsAPasswordNeedsAnAnswer() throws {
    try install("signed(1, 41)")
    let login = try Login(store, stack: "auth required MODULE root=ROOT forward_pass")
    login.answer("secret000000")
    #expect(login.authenticate(at: 1_800_000_000) == PAM_AUTH_ERR)
    #expect(seenOrders.isEmpty)
  }

  @Test func aConversationThatFailsIsItsOwnEnding() throws {
    try install("line.send(b'hPIN: ')", "line.recv(99)", "signed(1, 41)")
    let (_, code) = try login { $0.failConversation(PAM_CONV_ERR) }
    #expect(code == PAM_CONV_ERR)
    #expect(try next() == 0)
  }

  // MARK: Agents

  /// Does something while the environment names an agent.
  private func withAgent(_ path: String, _ body: () throws -> Void) rethrows {
    // SAFETY: both strings are copied; this suite is serialized, and nothing else reads the variable.
    unsafe setenv("SSH_AUTH_SOCK", path, 1)
    defer {
      // SAFETY: as above.
      unsafe unsetenv("SSH_AUTH_SOCK")
    }
    try body()
  }

  @Test func theAgentOfTheCallerIsAsked() throws {
    let agent = try enrollAgent()
    try install("signed(\(agent.id), 3)")
    try withAgent("/tmp/agent.1") {
      let (login, code) = try login()
      #expect(code == PAM_SUCCESS)
      #expect(login.log.contains("device=2:ssh%20key reason=agent"))
    }
    #expect(seenOrders[0].hasSuffix("b'/tmp/agent.1', b'', b'\(getuid())', b'20', b'0', b'1', b'2', b'']"), "\(seenOrders)")
  }

  @Test func withoutAnAgentItIsNot() throws {
    let agent = try enrollAgent()
    try install("signed(\(agent.id), 3)")
    #expect(try login().1 == PAM_AUTH_ERR)
    #expect(seenOrders[0].hasSuffix("b'', b'', b'\(getuid())', b'20', b'0', b'1', b'']"), "\(seenOrders)")
  }

  @Test func sshdHasNoAgent() throws {
    _ = try enrollAgent()
    try install("signed(2, 3)")
    try withAgent("/tmp/agent.1") {
      let (login, _) = try login("000000") { $0.set(cs_login_terminal, "ssh") }
      #expect(login.shown == ["off|Verification code: "])
    }
    #expect(seenOrders.isEmpty)
  }

  // MARK: The key that sshd has verified

  private func loginBySSH(_ information: String, _ answers: String...) throws -> (Login, Int32) {
    let login = try Login(store)
    for answer in answers { login.answer(answer) }
    login.set(cs_login_terminal, "ssh").set(cs_login_remote_host, "192.0.2.7").set(cs_login_auth_info, information)
    return (login, login.authenticate(at: 1_800_000_000))
  }

  @Test func theKeyThatSSHDHasVerifiedIsAFactorWhereThePolicySaysSo() throws {
    let agent = try enrollAgent()
    try install("signed(\(agent.id), 0, 0, 8)")
    try store.write(policy: "Mode mandatory", "Factors sk-ssh")
    let information = "publickey sk-ssh-ed25519@openssh.com AAAA\n"
    let (login, code) = try loginBySSH(information)
    #expect(code == PAM_SUCCESS)
    #expect(login.shown.isEmpty)
    #expect(login.log.contains("device=2:ssh%20key reason=sk-ssh"))
    #expect(try store.readState().device(agent.id)?.lastUsed == 1_800_000_000)
    #expect(seenOrders[0].contains("b'', b'publickey sk-ssh-ed25519@openssh.com AAAA\\n', "), "\(seenOrders)")
  }

  @Test func anotherKeyIsNone() throws {
    _ = try enrollAgent()
    try install("line.send(b'z\\x02')")
    try store.write(policy: "Mode mandatory", "Factors sk-ssh")
    let (login, code) = try loginBySSH("publickey sk-ssh-ed25519@openssh.com AAAA\n", "000000")
    #expect(code == PAM_AUTH_ERR)
    #expect(login.log.contains("reason=key-not-there"))
    try enrollPhone()
    try store.write(policy: "Mode mandatory", "Factors sk-ssh,totp")
    let second = try loginBySSH(
      "publickey sk-ssh-ed25519@openssh.com AAAA\n", Codes.totp(at: 1_800_000_000))
    #expect(second.1 == PAM_SUCCESS)
    #expect(second.0.log.contains("reason=totp"))
  }

  @Test(arguments: ["", "publickey ssh-ed25519 AAAA\n", "password\n"])
  func withoutASecurityKeyNobodyIsAsked(_ information: String) throws {
    let agent = try enrollAgent()
    try install("signed(\(agent.id), 0, 0, 8)")
    try store.write(policy: "Mode mandatory", "Factors sk-ssh")
    #expect(try loginBySSH(information, "000000").1 == PAM_AUTH_ERR)
    #expect(seenOrders.isEmpty)
  }

  @Test func aPolicyThatDoesNotNameItAsksForMore() throws {
    let agent = try enrollAgent()
    try install("signed(\(agent.id), 0, 0, 8)")
    #expect(try loginBySSH("publickey sk-ssh-ed25519@openssh.com AAAA\n", "000000").1 == PAM_AUTH_ERR)
    #expect(seenOrders.isEmpty)
  }
}
