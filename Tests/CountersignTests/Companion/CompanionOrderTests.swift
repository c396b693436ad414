import Testing

@testable import Countersign

/// What module and companion say to each other, as it goes over the socket.
@Suite struct CompanionOrderTests {
  private func order(_ purpose: CompanionOrder.Purpose) throws -> CompanionOrder {
    let request = LoginRequest(
      user: try TestRecord.user("alice"), service: Bytes.of("sudo"), address: nil, terminal: Bytes.of("/dev/pts/3"))
    return CompanionOrder(purpose, request, uid: 1_000, root: [], language: .german, contact: Bytes.of("help"))
  }

  @Test("Every order comes back")
  func orders() throws {
    let wait = KeyWait(seconds: 20, canBeGivenUp: true)
    let purposes: [CompanionOrder.Purpose] = [
      .enroll(ticket: 3, .withTicket, isBeforeEnrollBy: true, passesWithout: false), .send(device: 7),
      .notify(.newDevice, device: Bytes.of("Phone"), by: []),
      .key(KeySearch(devices: [1], wait, caller: 0)),
      .key(
        KeySearch(
          devices: [1, .max], KeyWait(seconds: 60, canBeGivenUp: false), agentSocket: Bytes.of("/tmp/agent.1"),
          caller: .max, authenticationInfo: Bytes.of("publickey sk-ssh-ed25519@openssh.com AAAA\n"))),
    ]
    for purpose in purposes {
      let order = try order(purpose)
      #expect(CompanionOrder(order.packet) == order)
      #expect(CompanionOrder(Array(order.packet.dropLast())) == nil)
      #expect(CompanionOrder(order.packet + [UInt8(ascii: "x"), 0]) == nil)
    }
  }

  @Test("A login that is handed over comes back whole, whatever its options")
  func handedLogins() throws {
    let sources: [SessionOptions.Source] = [.conversation, .earlierAnswerFirst, .earlierAnswerOnly]
    let keys: [VerifiedKey] = [.none, .ordinary, .securityKey]
    for number in 0..<64 {
      var options = SessionOptions()
      options.source = sources[number % 3]
      options.forwardsPassword = number & 1 != 0
      options.echo = number & 2 != 0
      options.showsSteps = number & 4 != 0
      options.asksCompanion = number & 8 != 0
      options.prompt = number & 16 != 0 ? Bytes.of("Code of %u: ") : nil
      let hints = LoginHints(
        authenticationInfo: Bytes.of("publickey ssh-ed25519 AAAA\n"), isThroughSSH: number & 32 != 0,
        agentSocket: Bytes.of("/tmp/agent"), realUser: UInt32(number))
      let request = LoginRequest(
        user: try TestRecord.user("alice"), service: Bytes.of("su"), address: Bytes.of("192.0.2.7"), terminal: nil,
        key: keys[number % 3], caller: number & 1 != 0 ? Bytes.of("bob") : nil, hints: hints)
      let login = HandedLogin(request, options, admitsUnenrolled: number & 2 != 0)
      let order = CompanionOrder(.login(login), request, uid: 0, root: Bytes.of("/srv"))
      let found = try #require(CompanionOrder(order.packet))
      guard case .login(let back) = found.purpose else { throw StoreFailure.incompleteState }
      #expect(back == login && back.options == options && back.admitsUnenrolled == (number & 2 != 0))
      #expect(found.request.key == request.key && found.request.caller == request.caller)
      #expect(found.request.address == request.address && found.request.hints.realUser == UInt32(number))
      #expect(found.request.hints.isThroughSSH == hints.isThroughSSH)
      #expect(found.request.hints.authenticationInfo == hints.authenticationInfo)
    }
  }

  @Test("A login with flags that nobody knows, or with a field too few, is none")
  func noHandedLogin() throws {
    for fields in [["1024", "0", "", "", "", ""], ["0", "0", "", "", ""], ["0", "x", "", "", "", ""], []] {
      #expect(HandedLogin(fields.map { Bytes.of($0)[...] }[...]) == nil)
    }
  }

  @Test("Every way a login can end goes over the socket, and only what is accepted comes back as that")
  func handedEndings() throws {
    for verdict in EveryFailure.verdicts(.recoveryCode(1)) {
      let bytes = HandedEnding.bytes(verdict)
      let ending = try #require(bytes.first.flatMap { HandedEnding(rawValue: $0) })
      #expect(bytes.count == 1)
      if case .accepted = verdict { #expect(ending == .accepted) } else { #expect(ending != .accepted) }
      if case .skipped = verdict { #expect(ending == .skipped) } else { #expect(ending != .skipped) }
    }
    #expect(HandedEnding(rawValue: 0) == nil && HandedEnding(rawValue: 9) == nil)
  }

  @Test("A search for keys without keys, or with something else in place of a number, is none", arguments: [
    ["", "", "0", "20", "1"], ["", "", "0", "20", "2", "1"], ["", "", "0", "20", "1", "x"], ["", "", "0", "20"],
    ["", "", "-1", "20", "1", "1"], ["", "", "0", "20", "1", "4294967296"], [],
  ])
  func noSearch(fields: [String]) throws {
    let good = try order(.key(KeySearch(devices: [1], KeyWait(seconds: 20, canBeGivenUp: true), caller: 0))).packet
    let own = Bytes.text(good).split(separator: "\0", omittingEmptySubsequences: false).prefix(9).map(String.init)
    let packet = (own + fields).map { Bytes.of($0) + [0] }.flatMap { $0 }
    #expect(CompanionOrder(packet) == nil)
  }

  @Test("Evidence comes back, and nothing of another length does")
  func evidence() {
    let mark = SecretMark(of: Bytes.of("credential").span)
    let signed = KeyEvidence(device: 0x0102_0304, mark, counter: 0xFFEE_DDCC, flags: 5)
    #expect(signed.ending == [1, 1, 2, 3, 4, 0xFF, 0xEE, 0xDD, 0xCC, 5] + mark.bytes)
    for evidence in [signed, KeyEvidence(verifiedBySSHD: 7, mark)] {
      #expect(KeyEvidence(evidence.ending) == evidence)
      #expect(KeyEvidence(evidence.ending + [0]) == nil)
      #expect(KeyEvidence(Array(evidence.ending.dropLast())) == nil)
    }
    for ending in KeyEnding.allCases where ending != .signed && ending != .verifiedBySSHD {
      #expect(KeyEvidence([ending.rawValue] + signed.ending.dropFirst()) == nil)
    }
    #expect(KeyEvidence([]) == nil)
    #expect(Set(KeyEnding.allCases.map(\.reason.description)).count == 9)
  }

  @Test("A hint of the environment is a path of a socket, or nothing", arguments: [
    ("/tmp/agent", true), ("agent", false), ("", false),
    ("/" + String(repeating: "a", count: 106), true), ("/" + String(repeating: "a", count: 107), false),
  ])
  func hints(path: String, isThere: Bool) {
    #expect(LoginHints(agentSocket: Bytes.of(path)).agentSocket == (isThere ? Bytes.of(path) : []))
  }
}
