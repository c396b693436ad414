import Foundation
import Testing

@testable import Countersign

/// In which language a login speaks, and what it tells of recovery codes.
@Suite struct SpokenLoginTests {
  static let now: UInt64 = 1_800_000_000

  let store: TemporaryStore
  let nobody: UserName
  let uid: UInt32

  init() throws {
    store = try TemporaryStore()
    nobody = try TestRecord.user("nobody")
    guard case .found(let uid) = UserDatabase.account(named: nobody) else { throw StoreFailure.incompleteState }
    self.uid = uid
    let folder = "usr/share/countersign/login"
    try FileManager.default.createDirectory(at: store.folder[folder], withIntermediateDirectories: true)
    for (name, prompt) in [("de", "Bestätigungscode: "), ("ja", "確認コード: ")] {
      let texts = CompiledCatalogue.login(["Challenge %1$s.": "\(name) %1$s。", "Verification code: ": prompt])
      try store.folder.write(texts, to: "\(folder)/\(name).mo")
    }
  }

  private func enroll(codes: Bool = false) throws {
    let opened = try store.open()
    try opened.enroll(nobody, uid: uid, codes: codes ? TestRecord.recovery().codes : nil)
  }

  private func login(
    _ answer: String = "000000", user: String = "nobody", terminal: String? = "ssh", at time: UInt64 = now
  ) throws -> (Verdict, ScriptedConversation) {
    let session = Session(
      location: store.location, policy: .file(admitsUnenrolled: false), options: SessionOptions(),
      clock: { () throws(SystemFailure) in time })
    var conversation = ScriptedConversation(answer)
    let request = LoginRequest(
      user: try TestRecord.user(user), service: Bytes.of("sshd"), address: nil, terminal: terminal.map(Bytes.of))
    return (session.authenticate(request, with: &conversation, audit: RecordingSink()), conversation)
  }

  private func question(of user: String = "nobody") throws -> String? { try login(user: user).1.questions.first }

  private func write(policy: String) throws {
    try store.folder.write("Mode mandatory\n" + policy, to: "etc/countersign/countersign.conf")
  }

  @Test("The user's own language goes before the policy's, and that before English")
  func languages() throws {
    try enroll()
    try write(policy: "")
    #expect(try question() == "off|Verification code: ")
    try write(policy: "Language de")
    #expect(try question() == "off|Bestätigungscode: ")
    #expect(try store.open().setLanguage(of: nobody, to: .japanese) == .done)
    #expect(try question() == "off|確認コード: ")
    #expect(try store.open().setLanguage(of: nobody, to: .english) == .done)
    #expect(try question() == "off|Verification code: ")
  }

  @Test("Who is unknown and who is not enrolled are asked alike, in the policy's language")
  func unknown() throws {
    try write(policy: "Language de")
    #expect(try question() == "off|Bestätigungscode: ")
    #expect(try question(of: "nobody-of-that-name") == "off|Bestätigungscode: ")
  }

  @Test("A preview shows what the login does, and a check that is no login goes by its own settings")
  func preview() throws {
    try enroll()
    #expect(try store.open().setLanguage(of: nobody, to: .german) == .done)
    let request = LoginRequest(user: nobody, service: Bytes.of("sshd"), address: nil, terminal: nil)
    func session(_ policy: PolicySelection) -> Session {
      Session(
        location: store.location, policy: policy, options: SessionOptions(),
        clock: { () throws(SystemFailure) in Self.now })
    }
    #expect(Bytes.text(session(.file(admitsUnenrolled: false)).preview(request).prompt) == "Bestätigungscode: ")
    #expect(Bytes.text(session(.fixed(PolicySettings())).preview(request).prompt) == "Verification code: ")
  }

  @Test("What the policy and the PAM line ask is said in every language as it is")
  func ownPrompt() throws {
    try enroll()
    try write(policy: "Language de\nPrompt \"%u, the code: \"")
    #expect(try question() == "off|nobody, the code: ")
  }

  private func use(_ codes: Int) throws {
    let opened = try store.open()
    var locked = try opened.lockState(of: nobody)
    var state = locked.state
    (state.recoverySet, state.recoveryUsed) = (1, UInt16(1) << UInt16(codes) - 1)
    try locked.record(state)
  }

  private func code(at time: UInt64) throws -> String { try Codes.text(time / 30) }

  private static let told = "info|You have only 2 recovery codes left. Ask your administrator for new recovery codes."

  @Test("That recovery codes run low is told once a day, and kept by the very write that records the code")
  func runningLow() throws {
    try enroll(codes: true)
    try use(7)
    #expect(try login(code(at: Self.now)).1.told.isEmpty)
    try use(8)
    let generation = try generations()
    let (verdict, conversation) = try login(code(at: Self.now + 60), at: Self.now + 60)
    guard case .accepted = verdict else { return #expect(Bool(false), "\(verdict)") }
    #expect(conversation.told == [Self.told])
    #expect(try generations() == generation + 1)
    #expect(try login(code(at: Self.now + 120), at: Self.now + 120).1.told.isEmpty)
    #expect(try login(code(at: Self.now + 86_460), at: Self.now + 86_460).1.told == [Self.told])
  }

  /// How often the state was written.
  private func generations() throws -> UInt64 {
    try StateSlots(try store.folder.read(store.statePath(nobody)), user: nobody).current.generation
  }

  @Test("It is told to nobody who is refused, and to no program", arguments: [nil, "", "pts/3"] as [String?])
  func notTold(terminal: String?) throws {
    try enroll(codes: true)
    try use(8)
    #expect(try login("123456", terminal: terminal).1.told.isEmpty)
    #expect(try store.open().state(of: nobody).recoveryWarned == 0)
    let (_, conversation) = try login(code(at: Self.now), terminal: terminal)
    #expect(conversation.told == (terminal == "pts/3" ? [Self.told] : []))
    #expect(try (store.open().state(of: nobody).recoveryWarned == 0) == (terminal != "pts/3"))
  }
}
