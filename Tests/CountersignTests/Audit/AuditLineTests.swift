import Testing

@testable import Countersign

@Suite struct AuditLineTests {
  private func request(
    user: [UInt8] = Bytes.of("alice"), service: [UInt8] = Bytes.of("sshd"),
    address: [UInt8]? = Bytes.of("192.0.2.7"), terminal: [UInt8]? = Bytes.of("ssh")
  ) throws -> LoginRequest {
    LoginRequest(user: try #require(UserName(user)), service: service, address: address, terminal: terminal)
  }

  private func label(_ name: String = "Phone") throws -> FactorLabel {
    .device(id: 1, name: try TestRecord.name(name), kind: TestRecord.totp())
  }

  private func line(_ event: AuditEvent) -> String { Bytes.text(AuditLine(event).text) }

  /// One event at least of every case; the list is held to the enumeration below.
  private func everyEvent(_ request: LoginRequest) throws -> [AuditEvent] {
    let steps: [SessionStep] = [
      .settled(.enrolled), .settled(.none), .settled(.unknownUser),
      .answered(from: .conversation), .answered(from: .earlierModule),
      .answered(from: .securityKey(KeyEvidence(device: 1, SecretMark(of: Bytes.of("key").span), counter: 1, flags: 1))),
    ]
    return EveryFailure.verdicts(try label()).map { .login(request, $0, userIsKnown: true) }
      + steps.map { .step(request, $0) }
      + [
        .damagedSlot(request), .clockSetBack(request, seconds: 60),
        .resynchronised(request, try label(), .inStep(drift: -20)),
        .resynchronised(request, try label(), .inStep(drift: 20)),
        .resynchronised(request, try label(), .inCount(passedOver: 50)),
      ]
      + AuditSetback.allCases.map { .setback(request, $0, .system(.companion, SystemFailure(.start, .noEntry))) }
      + [
        .badArgument(position: 2, name: Bytes.of("nulok")), .noUser,
      ] + EveryFailure.store.map { .auditLost($0) }
  }

  private func kind(_ event: AuditEvent) -> Int {
    switch event {
    case .login: 0
    case .step: 1
    case .damagedSlot: 2
    case .clockSetBack: 3
    case .badArgument: 4
    case .noUser: 5
    case .auditLost: 6
    case .resynchronised: 7
    case .setback: 8
    }
  }

  @Test("The lists of all events and verdicts have every case")
  func everyCase() throws {
    #expect(Set(try everyEvent(request()).map { kind($0) }).count == 9)
    #expect(Set(EveryFailure.verdicts(try label()).map { EveryFailure.kind($0) }).count == 8)
    #expect(Set(EveryFailure.refusals.map(\.reason.description)).count == 28)
  }

  @Test("Every event is one line of printable ASCII, and no two are the same")
  func everyLine() throws {
    let lines = try everyEvent(request()).map { AuditLine($0) }
    for line in lines { #expect(line.text.allSatisfy { (0x20...0x7E).contains($0) } && !line.text.isEmpty) }
    let texts = lines.map { Bytes.text($0.text) }
    let doubled = Dictionary(grouping: texts) { $0 }.filter { $0.value.count > 1 }.keys
    #expect(doubled.isEmpty, "\(doubled)")
  }

  @Test("Every line about a login has the same fields in the same order")
  func fields() throws {
    for event in try everyEvent(request()) {
      guard kind(event) < 4 || kind(event) >= 7 else { continue }
      let words = line(event).split(separator: " ", omittingEmptySubsequences: false)
      let names = words.dropFirst().prefix(6).compactMap { $0.split(separator: "=").first.map(String.init) }
      #expect(names == ["user", "service", "address", "tty", "device", "reason"], "\(line(event))")
      #expect(!words[0].contains("=") && (words[1] == "user=alice" || words[1] == "user=-"))
    }
  }

  @Test(
    "Lines read as documented",
    arguments: [
      (
        .refused(.wrongCode), .notice,
        "refused user=alice service=sshd address=192.0.2.7 tty=ssh device=- reason=wrong-code"
      ),
      (
        .accepted(.recoveryCode(3)), .info,
        "accepted user=alice service=sshd address=192.0.2.7 tty=ssh device=recovery:3 reason=recovery-code"
      ),
      (
        .accepted(.temporaryCode), .info,
        "accepted user=alice service=sshd address=192.0.2.7 tty=ssh device=temporary reason=temporary-code"
      ),
      (
        .refused(.expiredTemporaryCode), .notice,
        "refused user=alice service=sshd address=192.0.2.7 tty=ssh device=temporary reason=expired-temporary-code"
      ),
      (
        .throttled(until: 1_800_000_030), .notice,
        "throttled user=alice service=sshd address=192.0.2.7 tty=ssh device=- reason=too-many-wrong-codes until=1800000030"
      ),
      (
        .disabled, .warning,
        "throttled user=alice service=sshd address=192.0.2.7 tty=ssh device=- reason=disabled-after-wrong-codes"
      ),
      (
        .conversationFailed(ConversationFailure(code: 19)), .notice,
        "aborted user=alice service=sshd address=192.0.2.7 tty=ssh device=- reason=conversation-failed code=19"
      ),
      (
        .unavailable(.locked(seconds: 5)), .error,
        "unavailable user=alice service=sshd address=192.0.2.7 tty=ssh device=- reason=locked waited=5"
          + " hint=another process holds this user's state file, find it with fuser"
      ),
    ] as [(Verdict, AuditSeverity, String)])
  func documented(verdict: Verdict, severity: AuditSeverity, text: String) throws {
    let line = AuditLine(.login(try request(), verdict, userIsKnown: true))
    #expect(Bytes.text(line.text) == text)
    #expect(line.severity == severity)
  }

  @Test(
    "A device has its number and its name, percent-encoded",
    arguments: [
      ("Phone", "1:Phone"), ("My phone", "1:My%20phone"), ("a=b:c", "1:a%3Db%3Ac"), ("é", "1:%C3%A9"), (".", "1:%2E"),
    ])
  func devices(name: String, text: String) throws {
    let line = line(.login(try request(), .accepted(try label(name)), userIsKnown: true))
    #expect(line.contains(" device=\(text) reason=totp"))
    #expect(
      self.line(.login(try request(), .refused(.replayed(try label(name))), userIsKnown: true)).contains(
        " device=\(text) "))
  }

  @Test("A clock that was set back is told with how far, and used codes ahead of it with the repair")
  func clock() throws {
    let warning = AuditLine(.clockSetBack(try request(), seconds: 86_400))
    #expect(warning.severity == .warning)
    #expect(
      Bytes.text(warning.text) == "warning user=alice service=sshd address=192.0.2.7 tty=ssh device=-"
        + " reason=clock-set-back seconds=86400")
    let refused = AuditLine(
      .login(try request(), .refused(.usedCodesAheadOfClock(try label(), seconds: 60)), userIsKnown: true))
    #expect(refused.severity == .notice)
    #expect(
      Bytes.text(refused.text) == "refused user=alice service=sshd address=192.0.2.7 tty=ssh device=1:Phone"
        + " reason=used-codes-ahead-of-clock seconds=60 hint=set the clock, or run countersign resync")
  }

  @Test("What is not there is a hyphen")
  func missing() throws {
    let bare = try request(service: [], address: nil, terminal: nil)
    let expected = "refused user=alice service=- address=- tty=- device=- reason=wrong-code"
    #expect(line(.login(bare, .refused(.wrongCode), userIsKnown: true)) == expected)
    let empty = try request(service: [], address: [], terminal: [])
    #expect(line(.login(empty, .refused(.wrongCode), userIsKnown: true)) == expected)
  }

  @Test("The name of a user who is not known is in no line")
  func unknownUsers() throws {
    let request = try request()
    for verdict in EveryFailure.verdicts(try label()) {
      let text = line(.login(request, verdict, userIsKnown: false))
      #expect(text.contains(" user=- ") && !text.contains("alice"))
    }
    #expect(line(.step(request, .settled(.unknownUser))).contains(" user=- "))
  }

  @Test(
    "Addresses are read by fail2ban as they are",
    arguments: [
      ("192.0.2.7", "192.0.2.7"), ("2001:db8::7", "2001:db8::7"), ("::ffff:192.0.2.7", "::ffff:192.0.2.7"),
      ("host.example", "host.example"), (".example", ".example"), ("fe80::1%eth0", "fe80::1%25eth0"),
      ("x\nroot=1", "x%0Aroot%3D1"), ("a b", "a%20b"),
    ])
  func addresses(address: String, text: String) throws {
    let line = line(.login(try request(address: Bytes.of(address)), .refused(.wrongCode), userIsKnown: true))
    #expect(line.contains(" address=\(text) tty="))
  }

  @Test("No byte of a name, service, address, terminal or argument leaves its field")
  func everyByte() throws {
    let plain = line(.login(try request(), .refused(.wrongCode), userIsKnown: true))
    let blanks = plain.utf8.filter { $0 == 0x20 }.count
    let signs = plain.utf8.filter { $0 == UInt8(ascii: "=") }.count
    for byte in UInt8(1)...255 {
      for bytes in [[byte], [0x61, byte, 0x62], [byte, 0x0A, byte]] {
        let foreign = try request(user: bytes, service: bytes, address: bytes, terminal: bytes)
        let text = AuditLine(.login(foreign, .refused(.wrongCode), userIsKnown: true)).text
        let argument = AuditLine(.badArgument(position: 1, name: bytes)).text
        guard text.filter({ $0 == 0x20 }).count == blanks, text.filter({ $0 == UInt8(ascii: "=") }).count == signs,
          (text + argument).allSatisfy({ (0x20...0x7E).contains($0) })
        else {
          Issue.record("byte \(byte)")
          continue
        }
      }
    }
    let zero = try request(service: [0], address: [0], terminal: [0, 10])
    #expect(line(.login(zero, .disabled, userIsKnown: true)).contains(" service=%00 address=%00 tty=%00%0A "))
  }

  @Test("Nobody writes a second line or a second outcome")
  func injection() throws {
    let forged = Bytes.of("x\naccepted user=root service=sshd address=1 tty=- device=1:a reason=totp")
    let text = line(
      .login(
        try request(user: forged, service: forged, address: forged, terminal: forged), .refused(.wrongCode),
        userIsKnown: true))
    #expect(!text.contains("\n") && !text.contains("reason=totp") && !text.contains("user=root"))
    #expect(text.hasPrefix("refused user=x%0Aaccepted%20user%3Droot"))
  }

  @Test("What an administrator did is told with who did it and why")
  func administration() throws {
    let alice = try TestRecord.user("alice")
    let act = Administration(
      .rename, user: alice, by: Bytes.of("carol"), reason: ChangeReason(Bytes.of("ticket 4711")),
      details: [AuditField("new-name", .foreign(Bytes.of("My phone")))])
    let line = AuditLine(act)
    #expect(line.severity == .notice)
    #expect(
      Bytes.text(line.text)
        == "changed user=alice action=rename device=- by=carol reason=ticket%204711 new-name=My%20phone")
    #expect(
      Bytes.text(AuditLine(Administration(.rotateAudit, user: nil, by: [])).text)
        == "changed user=- action=rotate-audit device=- by=- reason=-")
  }

  @Test("A line that the audit file lacks is told with what is wrong and what to do")
  func auditLost() {
    let missing = AuditLine(.auditLost(.unfit(.auditDirectory, .missing)))
    #expect(missing.severity == .warning)
    #expect(
      Bytes.text(missing.text) == "warning reason=audit-line-lost cause=missing place=audit-directory"
        + " hint=run install.sh again, it repairs the directories")
    #expect(
      line(.auditLost(.locked(seconds: 1))) == "warning reason=audit-line-lost cause=locked waited=1"
        + " hint=another process holds the audit file, find it with fuser")
  }

  @Test("A bad argument is named with its place")
  func badArgument() {
    #expect(
      line(.badArgument(position: 2, name: Bytes.of("nulok")))
        == "error argument=2:nulok reason=unknown-argument hint=every login is refused until the PAM line is corrected")
    #expect(line(.badArgument(position: .min, name: [])).hasPrefix("error argument=0: "))
    #expect(line(.noUser) == "error reason=no-user")
    #expect(AuditLine(.noUser).severity == .error)
  }
}
