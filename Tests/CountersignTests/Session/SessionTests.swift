import CTestHost
import Foundation
import OATH
import Testing

@testable import Countersign

/// A login from its request to its verdict, with the ordinary build and everything around it played.
@Suite struct SessionTests {
  static let now: UInt64 = 1_800_000_000

  let store: TemporaryStore
  /// An account that every system has.
  let nobody: UserName
  let uid: UInt32

  init() throws {
    store = try TemporaryStore()
    nobody = try TestRecord.user("nobody")
    guard case .found(let uid) = UserDatabase.account(named: nobody) else { throw StoreFailure.incompleteState }
    self.uid = uid
  }

  private func enroll(_ kind: DeviceKind = TestRecord.totp(), name: String = "Phone") throws {
    let opened = try store.open()
    try opened.enroll(nobody, kind, name: name, uid: uid)
  }

  /// Runs a login and gives its verdict and the log.
  private func login(
    _ conversation: inout ScriptedConversation, user: UserName? = nil, mode: EnforcementMode = .mandatory,
    _ configure: (inout SessionOptions) -> Void = { _ in }
  ) -> (Verdict, RecordingSink) {
    var options = SessionOptions()
    configure(&options)
    let session = Session(
      location: store.location, policy: .fixed(PolicySettings(mode: mode)), options: options,
      clock: { () throws(SystemFailure) in SessionTests.now })
    let sink = RecordingSink()
    let request = LoginRequest(
      user: user ?? nobody, service: Bytes.of("sshd"), address: Bytes.of("192.0.2.7"), terminal: nil)
    let verdict = session.authenticate(request, with: &conversation, audit: sink)
    return (verdict, sink)
  }

  private func code(_ steps: UInt64 = 0) throws -> String { try Codes.text(SessionTests.now / 30 + steps) }

  private var phone: FactorLabel {
    get throws { .device(id: 1, name: try TestRecord.name("Phone"), kind: TestRecord.totp()) }
  }

  private var isUsed: Bool {
    get throws { try store.open().state(of: nobody).devices.first?.nextMovingFactor != 0 }
  }

  @Test("A right code is accepted, with one question and one line in the log")
  func accepted() throws {
    try enroll()
    var conversation = ScriptedConversation(try code())
    let (verdict, sink) = login(&conversation)
    #expect(try verdict == .accepted(phone))
    #expect(conversation.questions == ["off|Verification code: "])
    #expect(conversation.told.isEmpty && conversation.forwarded.isEmpty)
    #expect(
      sink.outcomes == ["accepted user=nobody service=sshd address=192.0.2.7 tty=- device=1:Phone reason=totp"])
    #expect(try isUsed)
  }

  @Test(
    "Prompt and echo are those of the options",
    arguments: [
      (nil, false, false, "off|Verification code: "), (nil, true, true, "on|Password & verification code: "),
      ("Code? ", false, true, "off|Code? "), ("Code? ", true, false, "on|Code? "),
    ] as [(String?, Bool, Bool, String)])
  func prompts(prompt: String?, echo: Bool, forwards: Bool, expected: String) throws {
    try enroll()
    var conversation = ScriptedConversation("x")
    _ = login(&conversation) { options in
      options.prompt = prompt.map(Bytes.of)
      options.echo = echo
      options.forwardsPassword = forwards
    }
    #expect(conversation.questions == [expected])
  }

  @Test("Password and code in one answer: the password is handed on only with a right code")
  func forwarding() throws {
    try enroll()
    var wrong = ScriptedConversation("hunter2000000")
    #expect(login(&wrong) { $0.forwardsPassword = true }.0 == .refused(.wrongCode))
    #expect(wrong.forwarded.isEmpty)
    var right = ScriptedConversation("hunter2" + (try code()))
    #expect(try login(&right) { $0.forwardsPassword = true }.0 == .accepted(phone))
    #expect(right.forwarded == ["hunter2"])
  }

  @Test("Without an earlier answer, use_first_pass asks nobody and try_first_pass asks")
  func earlierAnswers() throws {
    try enroll()
    var only = ScriptedConversation(try code())
    #expect(login(&only) { $0.source = .earlierAnswerOnly }.0 == .refused(.noEarlierAnswer))
    #expect(only.questions.isEmpty)
    var first = ScriptedConversation(try code())
    #expect(try login(&first) { $0.source = .earlierAnswerFirst }.0 == .accepted(phone))
    #expect(first.questions.count == 1)
    var failing = ScriptedConversation(try code(1))
    failing.earlierFailure = ConversationFailure(code: 4)
    #expect(login(&failing) { $0.source = .earlierAnswerFirst }.0 == .conversationFailed(ConversationFailure(code: 4)))
  }

  @Test("An earlier answer is asked about again only where that can help")
  func earlierThenAsked() throws {
    try enroll()
    var refused = ScriptedConversation(try code())
    refused.earlier = "hunter2"
    #expect(try login(&refused) { $0.source = .earlierAnswerFirst }.0 == .accepted(phone))
    var right = ScriptedConversation()
    right.earlier = "hunter2" + (try code(1))
    #expect(try login(&right) { $0.source = .earlierAnswerOnly }.0 == .accepted(phone))
    #expect(right.questions.isEmpty)
    var changed = ScriptedConversation("1")
    changed.earlier = "1"
    changed.isAboutOtherUser = true
    #expect(login(&changed) { $0.source = .earlierAnswerFirst }.0 == .refused(.userChanged))
    #expect(changed.questions.isEmpty)
  }

  @Test("Who is not enrolled is asked or let pass, as policy says")
  func notEnrolled() throws {
    var asked = ScriptedConversation("123456")
    #expect(login(&asked).0 == .refused(.notEnrolled))
    #expect(asked.questions.count == 1 && asked.told.isEmpty)
    var skipped = ScriptedConversation()
    let (verdict, sink) = login(&skipped, mode: .enrolled)
    #expect(verdict == .skipped(.notEnrolled(.builtIn)))
    #expect(skipped.questions.isEmpty)
    let line = "skipped user=nobody service=sshd address=192.0.2.7 tty=- device=- reason=not-enrolled policy=default"
    #expect(sink.outcomes == [line])
  }

  @Test(
    "The name of an unknown user is in no line, whatever happens",
    arguments: [
      "123456", "", "\u{8}\n\r\u{7F}INCORRECT", nil, "changed", "earlier", "store",
    ])
  func unknownUser(event: String?) throws {
    let unknown = try TestRecord.user("hunter2-typed-as-a-name")
    var conversation = ScriptedConversation()
    if let event { conversation.answers = [event] }
    if event == "changed" { conversation.isAboutOtherUser = true }
    if event == "store" { try store.folder.setMode(0o644, of: TemporaryStore.key) }
    for mode in [EnforcementMode.mandatory, .enrolled] {
      var conversation = conversation
      let (verdict, sink) = login(&conversation, user: unknown, mode: mode) { options in
        if event == "earlier" { options.source = .earlierAnswerOnly }
      }
      if case .accepted = verdict { Issue.record("accepted") }
      if case .skipped = verdict { Issue.record("skipped") }
      #expect(sink.outcomes.count == 1)
      #expect(sink.lines.allSatisfy { !$0.contains("hunter2") && $0.contains(" user=- ") })
    }
  }

  @Test("The name of a known user is there even when the store cannot be opened")
  func storeFailure() throws {
    try store.folder.setMode(0o644, of: TemporaryStore.key)
    var conversation = ScriptedConversation("1")
    let (verdict, sink) = login(&conversation, mode: .enrolled)
    #expect(verdict == .unavailable(.unfit(.sealKey, .tooOpen(0o644))))
    #expect(conversation.questions.isEmpty && conversation.told == [
        "error|Your code cannot be checked now. Ask your administrator to look at the log."
      ])
    #expect(sink.outcomes.first?.hasPrefix("unavailable user=nobody ") == true)
  }

  @Test("A record of another uid serves nobody")
  func otherAccount() throws {
    let opened = try store.open()
    try opened.enroll(nobody, uid: uid &+ 1)
    for mode in [EnforcementMode.mandatory, .enrolled] {
      var conversation = ScriptedConversation(try code())
      #expect(login(&conversation, mode: mode).0 == .unavailable(.otherAccount(uid: uid)))
      #expect(conversation.questions.isEmpty)
    }
  }

  @Test("A user who is removed while typing is refused")
  func removedMeanwhile() throws {
    try enroll()
    var conversation = ScriptedConversation(try code())
    conversation.whileAsking = {
      do { try store.open().remove(nobody) } catch { Issue.record(error) }
    }
    #expect(login(&conversation).0 == .refused(.removedMeanwhile))
    #expect(try store.files().isEmpty)
  }

  @Test("A record that changes while the person types counts as it is then")
  func changedMeanwhile() throws {
    try enroll(TestRecord.hotp(), name: "Token")
    var conversation = ScriptedConversation(try code())
    conversation.whileAsking = {
      do { try enroll() } catch { Issue.record(error) }
    }
    #expect(
      try login(&conversation).0 == .accepted(.device(id: 2, name: TestRecord.name("Phone"), kind: TestRecord.totp())))
  }

  @Test("Another account's record that appears while the person types does not serve")
  func replacedMeanwhile() throws {
    try enroll()
    var conversation = ScriptedConversation(try code())
    conversation.whileAsking = {
      do {
        let opened = try store.open()
        try opened.remove(nobody)
        try opened.enroll(nobody, uid: uid &+ 1)
      } catch {
        Issue.record(error)
      }
    }
    #expect(login(&conversation).0 == .unavailable(.otherAccount(uid: uid)))
    #expect(try !isUsed)
  }

  @Test("The lock is held from reading to recording, and not while the person types")
  func locking() throws {
    try enroll()
    var conversation = ScriptedConversation(try code())
    var freeWhileTyping = false
    conversation.whileAsking = { freeWhileTyping = (try? store.open().state(of: nobody)) != nil }
    var failure: (any Error)?
    let atOnce = StoreLocation(root: store.location.root, owner: store.location.owner, lockWait: 0)
    let (verdict, happened) = Interruption.before(cs_host_fdatasync) {
      do { _ = try UserStore(atOnce).state(of: nobody) } catch { failure = error }
    } during: {
      login(&conversation).0
    }
    #expect(try verdict == .accepted(phone))
    #expect(happened && freeWhileTyping)
    #expect(failure as? StoreFailure == .locked(seconds: 0))
  }

  @Test("A clock that cannot be read denies, and nothing is recorded")
  func noClock() throws {
    try enroll()
    let before = try store.files()
    let failure = SystemFailure(.clock, Errno(rawValue: 22))
    let session = Session(
      location: store.location, policy: .fixed(PolicySettings(mode: .mandatory)), options: SessionOptions(),
      clock: { () throws(SystemFailure) in throw failure })
    var conversation = ScriptedConversation(try code())
    let request = LoginRequest(user: nobody, service: [], address: nil, terminal: nil)
    #expect(
      session.authenticate(request, with: &conversation, audit: RecordingSink())
        == .unavailable(.system(.state, failure)))
    #expect(try store.holds(before))
  }

  @Test("Steps are told in their order")
  func steps() throws {
    try enroll()
    var conversation = ScriptedConversation(try code())
    let reasons = login(&conversation).1.lines.compactMap { $0.split(separator: "reason=").last.map(String.init) }
    #expect(reasons == ["user-is-enrolled", "checking-the-answer", "totp"])
  }
}
