import Foundation
import OATH
import Testing

@testable import Countersign

/// Logins while the directory is away: nothing is let through but what was enrolled for that.
@Suite struct OfflineLoginTests {
  static let now: UInt64 = 1_800_000_000

  let nobody: UserName
  let uid: UInt32

  init() throws {
    nobody = try TestRecord.user("nobody")
    guard case .found(let uid) = UserDatabase.account(named: nobody) else { throw StoreFailure.incompleteState }
    self.uid = uid
  }

  private func login(_ directory: StandInDirectory, steps: UInt64 = 0) throws -> (Verdict, [String]) {
    let session = Session(
      location: directory.location, policy: .file(admitsUnenrolled: false), options: SessionOptions(),
      clock: { () throws(SystemFailure) in Self.now })
    let code = try Codes.text(Self.now / 30 + steps)
    var conversation = ScriptedConversation(code)
    let sink = RecordingSink()
    let request = LoginRequest(user: nobody, service: Bytes.of("sshd"), address: nil, terminal: Bytes.of("ssh"))
    let verdict = session.authenticate(request, with: &conversation, audit: sink)
    return (verdict, sink.lines)
  }

  @Test("A login takes its code in the directory, once, and a mode of enrolled asks nobody who is absent there")
  func online() throws {
    let directory = try StandInDirectory()
    #expect(try login(directory).0 == .skipped(.notEnrolled(.builtIn)))
    try directory.open().enroll(nobody, uid: uid)
    guard case .accepted = try login(directory).0 else { throw StoreFailure.incompleteState }
    guard case .refused(.replayed) = try login(directory).0 else { throw StoreFailure.incompleteState }
    #expect(try directory.generation(of: nobody) == 2)
  }

  @Test("A code that another host has taken meanwhile is a used one")
  func race() throws {
    let directory = try StandInDirectory()
    try directory.open().enroll(nobody, uid: uid)
    try directory.plan("t overtaken", "t overtaken")
    guard case .accepted = try login(directory).0 else { throw StoreFailure.incompleteState }
    #expect(try directory.orders().filter { $0 == "t" }.count == 3)
  }

  @Test("Each fault refuses by default, also who is not enrolled, and nobody is asked", arguments: DirectoryFault.allCases)
  func deny(fault: DirectoryFault) throws {
    let directory = try StandInDirectory()
    try directory.plan("r fault \(fault.rawValue)")
    #expect(try login(directory).0 == .unavailable(.directory(fault)))
  }

  @Test("A break-glass device does not count while the directory answers, and does while it does not")
  func local() throws {
    let directory = try StandInDirectory(policy: "Offline local\n")
    try StoreFounding.foundBreakGlass(directory.location)
    try directory.open(.breakGlass).enroll(nobody, uid: uid)
    #expect(try login(directory).0 == .skipped(.notEnrolled(.builtIn)))
    try directory.plan("r fault 1")
    let (verdict, lines) = try login(directory)
    guard case .accepted = verdict else { throw StoreFailure.incompleteState }
    #expect(lines.last?.contains(" store=local") == true)
    #expect(lines.contains { $0.contains("reason=directory-away") && $0.contains("directory-unreachable") })
    try directory.plan("r fault 1")
    guard case .refused(.replayed) = try login(directory).0 else { throw StoreFailure.incompleteState }
  }

  @Test("Who has no break-glass device is refused without being asked, whatever the mode")
  func localWithoutDevice() throws {
    let directory = try StandInDirectory(policy: "Offline local\n")
    try directory.plan("r fault 1")
    #expect(try login(directory).0 == .unavailable(.directory(.unreachable)))
    try StoreFounding.foundBreakGlass(directory.location)
    try directory.plan("r fault 1")
    #expect(try login(directory).0 == .unavailable(.directory(.unreachable)))
  }

  @Test("A break-glass store that was not founded to the end has nobody", arguments: ["", "/users", "/state"])
  func halfFounded(folder: String) throws {
    let directory = try StandInDirectory(policy: "Offline local\n")
    try FileManager.default.createDirectory(
      at: directory.store.folder["var/lib/countersign/offline\(folder)"], withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try directory.plan("r fault 1")
    #expect(try login(directory).0 == .unavailable(.directory(.unreachable)))
  }

  @Test("A break-glass device does not count by default")
  func notByDefault() throws {
    let directory = try StandInDirectory()
    try StoreFounding.foundBreakGlass(directory.location)
    try directory.open(.breakGlass).enroll(nobody, uid: uid)
    try directory.plan("r fault 1")
    #expect(try login(directory).0 == .unavailable(.directory(.unreachable)))
  }

  @Test("A directory that goes away behind the question refuses, and the code is asked for once")
  func goesAway() throws {
    let directory = try StandInDirectory(policy: "Offline local\n")
    try directory.open().enroll(nobody, uid: uid)
    try directory.plan("t lost")
    #expect(try login(directory).0 == .unavailable(.directory(.unreachable)))
    guard case .refused(.replayed) = try login(directory).0 else { throw StoreFailure.incompleteState }
  }
}
