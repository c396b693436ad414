import OATH
import Testing

@testable import Countersign

/// What a preview says of a login is what the login does.
@Suite struct LoginPreviewTests {
  static let now = TestRecord.created + 86_400

  /// A host and its user before a login.
  struct Situation: CustomTestStringConvertible {
    let name: String
    var policy: String?
    var service = "sshd"
    var address: String? = "192.0.2.7"
    var terminal: String? = "ssh"
    var user = "nobody"
    var caller: String?
    var admitsUnenrolled = false
    var prepare: @Sendable (LoginPreviewTests) throws -> Void = { _ in }

    var testDescription: String { name }
  }

  let store: TemporaryStore
  let nobody: UserName
  let uid: UInt32

  init() throws {
    store = try TemporaryStore()
    nobody = try TestRecord.user("nobody")
    guard case .found(let uid) = UserDatabase.account(named: nobody) else { throw StoreFailure.incompleteState }
    self.uid = uid
  }

  func enroll(_ kind: DeviceKind = TestRecord.totp(), next: UInt64 = 0) throws {
    let opened = try store.open()
    try opened.enroll(nobody, kind, next: next, uid: uid)
  }

  /// Enrols, and counts so many wrong codes.
  func miss(_ count: UInt32) throws {
    try enroll()
    let opened = try store.open()
    try opened.change(nobody) { stored, _ in
      guard var device = stored.state.device(1) else { return }
      for _ in 0..<count { device.misses.add(at: LoginPreviewTests.now - 1) }
      stored.state.set(device)
    }
  }

  func grant(service: String? = nil, uses: UInt32? = nil, for seconds: UInt64 = 200_000) throws {
    let opened = try store.open()
    try opened.grantBypass(TestHelpdesk.terms(for: seconds, service: service, uses: uses), to: nobody, uid: uid)
  }

  func hand(_ seconds: UInt64) throws {
    let opened = try store.open()
    let root = try TestRecord.user("root")
    try opened.issueTemporaryCode(
      FreshTemporaryCode(), to: nobody, uid: uid, created: TestRecord.created, until: TestRecord.created + seconds, by: root)
  }

  /// Logs in, so that the success is remembered.
  func succeed(_ situation: Situation) throws {
    try enroll()
    var conversation = ScriptedConversation(try Codes.text((LoginPreviewTests.now - 60) / 30))
    let session = session(situation, now: LoginPreviewTests.now - 60)
    _ = try session.authenticate(request(situation), with: &conversation, audit: RecordingSink())
  }

  static let situations: [Situation] = [
    Situation(name: "nothing at all"),
    Situation(name: "enrolled", prepare: { try $0.enroll() }),
    Situation(name: "enrolled, by counter", prepare: { try $0.enroll(TestRecord.hotp(), next: 7) }),
    Situation(name: "disabled here", policy: "Mode disabled", prepare: { try $0.enroll() }),
    Situation(name: "disabled here, damaged store", policy: "Mode disabled", prepare: {
      try $0.store.folder.setMode(0o644, of: TemporaryStore.key)
    }),
    Situation(name: "damaged store", prepare: { try $0.store.folder.setMode(0o644, of: TemporaryStore.key) }),
    Situation(name: "flawed policy", policy: "Mode perhaps", prepare: { try $0.enroll() }),
    Situation(name: "empty policy", policy: ""),
    Situation(name: "mandatory, not enrolled", policy: "Mode mandatory"),
    Situation(name: "mandatory, not enrolled, nullok", policy: "Mode mandatory", admitsUnenrolled: true),
    Situation(name: "mandatory later", policy: "Mode mandatory\nEnrollBy 2027-02-01"),
    Situation(name: "mandatory since", policy: "Mode mandatory\nEnrollBy 2026-01-01"),
    Situation(name: "unknown user", policy: "Mode enrolled", user: "nobody-of-that-name"),
    Situation(name: "prompt and notice", policy: "Prompt \"Code: \"\nNotice \"Call 4711.\"", service: "login",
      address: nil, terminal: "tty1", prepare: { try $0.enroll() }),
    Situation(name: "prompt and notice by ssh", policy: "Prompt \"Code: \"\nNotice \"Call 4711.\"",
      prepare: { try $0.enroll() }),
    Situation(name: "placeholders", policy: "Prompt \"%u at %s, 100%%: \"\nNotice \"%d\"", service: "login",
      address: nil, terminal: "tty1", prepare: { try $0.enroll() }),
    Situation(name: "network", policy: "Match Network 192.0.2.0/24\nMode disabled", prepare: { try $0.enroll() }),
    Situation(name: "other network", policy: "Match Network 198.51.100.0/24\nMode disabled",
      prepare: { try $0.enroll() }),
    Situation(name: "host name", policy: "Match Network 0.0.0.0/0\nMode disabled", address: "host.example",
      prepare: { try $0.enroll() }),
    Situation(name: "hours", policy: "Match Time 00:00-24:00\nMode disabled", prepare: { try $0.enroll() }),
    Situation(name: "kind not counted", policy: "Factors recovery", prepare: { try $0.enroll() }),
    Situation(name: "waiting", prepare: { try $0.miss(7) }),
    Situation(name: "not waiting by policy", policy: "Throttle wait-after=9", prepare: { try $0.miss(7) }),
    Situation(name: "disabled by misses", prepare: { try $0.miss(100) }),
    Situation(name: "disabled by an administrator", prepare: {
      try $0.enroll()
      let opened = try $0.store.open()
      try opened.disable(device: 1, of: $0.nobody, at: TestRecord.created)
    }),
    Situation(name: "used codes ahead of the clock", prepare: { try $0.enroll(next: LoginPreviewTests.now / 30 + 900) }),
    Situation(name: "bypass", policy: "Mode mandatory", prepare: { try $0.grant(uses: 1) }),
    Situation(name: "bypass for another service", policy: "Mode mandatory", prepare: { try $0.grant(service: "sudo") }),
    Situation(name: "bypass that is over", policy: "Mode mandatory", prepare: { try $0.grant(for: 60) }),
    Situation(name: "temporary code", policy: "Mode mandatory", prepare: { try $0.hand(90_000) }),
    Situation(name: "temporary code that is over", policy: "Mode mandatory", prepare: { try $0.hand(60) }),
    Situation(name: "remembered", policy: "Remember 8h", prepare: {
      try $0.succeed(Situation(name: "", policy: "Remember 8h"))
    }),
    Situation(name: "remembered elsewhere", policy: "Remember 8h", address: "192.0.2.8", prepare: {
      try $0.succeed(Situation(name: "", policy: "Remember 8h"))
    }),
    Situation(name: "another account", prepare: {
      let opened = try $0.store.open()
      try opened.enroll($0.nobody, uid: $0.uid &+ 1)
    }),
    Situation(name: "caller unknown", policy: "WhoseFactor caller", service: "su"),
  ]

  private func request(_ situation: Situation) throws -> LoginRequest {
    LoginRequest(
      user: try TestRecord.user(situation.user), service: Bytes.of(situation.service),
      address: situation.address.map(Bytes.of), terminal: situation.terminal.map(Bytes.of),
      caller: situation.caller.map(Bytes.of))
  }

  private func session(_ situation: Situation, now: UInt64 = LoginPreviewTests.now) -> Session {
    Session(
      location: store.location, policy: .file(admitsUnenrolled: situation.admitsUnenrolled), options: SessionOptions(),
      clock: { () throws(SystemFailure) in now })
  }

  private func write(_ policy: String?) throws {
    guard let policy else { return }
    try store.folder.write(policy, to: "etc/countersign/countersign.conf")
  }

  /// A code that the user's device shows, and zeros for somebody without one.
  private func rightCode() throws -> String {
    guard (try? store.open().record(of: nobody))??.devices.first?.kind.name.description == "hotp" else {
      return try Codes.text(LoginPreviewTests.now / 30)
    }
    return try Codes.text(7)
  }

  @Test("The preview of a situation is what the login then does, and changes nothing", arguments: situations)
  func sameAsLogin(situation: Situation) throws {
    try write(situation.policy)
    try situation.prepare(self)
    let before = try store.files()
    let preview = session(situation).preview(try request(situation))
    #expect(try store.holds(before))
    var conversation = ScriptedConversation(try rightCode())
    let verdict = session(situation).authenticate(
      try request(situation), with: &conversation, audit: RecordingSink())
    switch preview.outcome {
    case .skipped(let reason): #expect(verdict == .skipped(reason))
    case .refused(let refusal): #expect(verdict == .refused(refusal))
    case .unavailable(let failure): #expect(verdict == .unavailable(failure))
    case .asked: expectQuestion(preview, conversation, verdict)
    }
    if preview.outcome != .asked {
      #expect(conversation.questions.isEmpty)
      if let told = preview.told { #expect(conversation.told == ["info|" + Bytes.text(told)]) }
    }
    #expect((preview.told != nil) == (situation.name == "mandatory later"))
  }

  @Test("A terminal of a host that has only a name is remembered neither for that host nor for another")
  func rememberedByHostName() throws {
    let named = Situation(
      name: "", policy: "Remember 8h", service: "remote", address: "a.example", terminal: "/dev/pts/7")
    try write(named.policy)
    try succeed(named)
    for address in ["a.example", "b.example", nil] {
      let other = Situation(
        name: "", policy: "Remember 8h", service: "remote", address: address, terminal: "/dev/pts/7")
      #expect(session(other).preview(try request(other)).outcome == .asked, "\(address ?? "here")")
    }
  }

  private func expectQuestion(_ preview: LoginPreview, _ conversation: ScriptedConversation, _ verdict: Verdict) {
    #expect(conversation.questions == ["off|" + Bytes.text(preview.prompt)])
    if let notice = preview.notice { #expect(conversation.told.first == "info|" + Bytes.text(notice)) }
    let device = preview.factors.first { if case .device = $0.factor { true } else { false } }
    let isReady = device?.readiness == .ready
    if case .accepted = verdict { #expect(isReady) } else { #expect(!isReady, "\(verdict)") }
    switch device?.readiness {
    case .waiting(let until): #expect(verdict == .throttled(until: until))
    case .disabled: #expect(verdict == .disabled)
    case .notCounted, .notDelivered, .notHere: #expect(verdict == .refused(.notACode))
    case .ready, .disabledByAdministrator, .aheadOfClock, .usedUp, .expired, .notYet, .superseded, .damaged, nil: break
    }
  }

  @Test("The table has every outcome of the login that policy and store can give before an answer")
  func outcomes() throws {
    var names: Set<String> = []
    for situation in LoginPreviewTests.situations {
      let test = try LoginPreviewTests()
      try test.write(situation.policy)
      try situation.prepare(test)
      let preview = test.session(situation).preview(try test.request(situation))
      switch preview.outcome {
      case .skipped(let reason): names.insert(reason.name.description)
      case .asked: names.insert(preview.leadsIn ? "asked" : "asked-in-vain")
      case .refused(let refusal): names.insert(refusal.reason.description)
      case .unavailable: names.insert("unavailable")
      }
    }
    #expect(
      names == [
        "disabled-here", "not-enrolled", "must-enrol", "remembered", "bypassed", "asked", "asked-in-vain",
        "caller-unknown", "unavailable",
      ])
  }

  @Test("Every reason why a factor cannot answer is found")
  func readiness() throws {
    var record = try TestRecord.make([TestRecord.totp(), TestRecord.hotp()], recovery: TestRecord.recovery())
    record.temporary = try TestHelpdesk.temporary()
    var state = UserState()
    for id in [UInt32(1), 2] { state.set(DeviceState(id: id, nextMovingFactor: 0)) }
    func readiness(_ change: (inout UserRecord, inout UserState, inout PolicySettings) -> Void) -> [FactorReadiness] {
      var (record, state, settings) = (record, state, PolicySettings())
      change(&record, &state, &settings)
      let foresight = FactorForesight(record: record, state: state, settings: settings, now: TestRecord.created + 10)
      return foresight.factors.map(\.readiness)
    }
    #expect(readiness { _, _, _ in } == [.ready, .ready, .ready, .ready])
    #expect(
      readiness { $2.factors = PolicySetting([.hotp], .line(3)) }
        == [.notCounted(.line(3)), .ready, .notCounted(.line(3)), .notCounted(.line(3))])
    #expect(readiness { record, _, _ in record.disable(2, since: 5) }[1] == .disabledByAdministrator(since: 5))
    #expect(readiness { _, state, _ in state.recoverySet = 2 }[2] == .superseded)
    #expect(readiness { _, state, _ in (state.recoverySet, state.recoveryUsed) = (1, 0x3FF) }[2] == .usedUp)
    #expect(readiness { _, state, _ in state.temporaryUsed = 1 }[3] == .usedUp)
    #expect(readiness { _, state, _ in state.devices.removeLast() }[1] == .damaged)
    record.temporary = try TestHelpdesk.temporary(from: TestRecord.created + 60)
    #expect(readiness { _, _, _ in }[3] == .notYet(from: TestRecord.created + 60))
    record.temporary = try TestHelpdesk.temporary(from: TestRecord.created - 2_000)
    #expect(readiness { _, _, _ in }[3] == .expired(since: TestRecord.created - 1_100))
  }
}
