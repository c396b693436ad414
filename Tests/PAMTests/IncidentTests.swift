import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// What went wrong in other modules must not go wrong here: one test for each incident, named by its number. The table
/// in this folder's README says which tests stand for which incident, and which incidents cannot happen to this module.
@Suite struct IncidentTests {
  let store: TemporaryStore
  let now: Int64 = 1_800_000_000

  /// Stacks in which anything but a clear refusal lets people in.
  static let openStacks = [
    "auth required MODULE root=ROOT\nauth required pam_permit.so",
    "auth required MODULE root=ROOT nullok\nauth required pam_permit.so",
    "auth sufficient MODULE root=ROOT nullok\nauth required pam_deny.so",
    "auth [success=1 default=ignore] MODULE root=ROOT nullok\nauth requisite pam_deny.so\nauth required pam_permit.so",
    "auth required pam_permit.so\nauth required MODULE root=ROOT forward_pass\nauth optional pam_permit.so",
  ]

  init() throws {
    store = try TemporaryStore()
  }

  private func enroll() throws {
    try store.enroll(.totp(try #require(TOTPParameters())))
  }

  private var wrong: String {
    get throws { try Codes.wrong(near: UInt64(now / 30) - 3...UInt64(now / 30) + 3) }
  }

  /// Whatever the module meets, these stacks end in a refusal.
  private func refuses(_ stacks: [String] = openStacks, _ prepare: (Login) throws -> Void) throws {
    for stack in stacks {
      let login = try Login(store, stack: stack)
      try prepare(login)
      let code = login.authenticate(at: now)
      #expect(code != PAM_SUCCESS && code != PAM_IGNORE, "\(stack): \(code)")
    }
  }

  // MARK: Root's file work

  @Test(arguments: ["record", "state", "key", "users", "states"])
  func cve_2024_47191_and_2019_12209_aLinkIsNeverFollowed(_ place: String) throws {
    try enroll()
    let victim = store.root.appendingPathComponent("victim")
    let files = [
      "record": store.record, "state": store.state, "key": store.sealKey,
      "users": store.record.deletingLastPathComponent(), "states": store.state.deletingLastPathComponent(),
    ]
    let file = try #require(files[place])
    try FileManager.default.moveItem(at: file, to: victim)
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: victim)
    let before = try Program.run("stat", ["-c", "%n %i %s %Y %Z %u %a", victim.path]).output
    try refuses { $0.answer(try Codes.totp(at: now)) }
    let login = try Login(store, stack: "auth required MODULE root=ROOT debug").answer(try Codes.totp(at: now))
    #expect(login.authenticate(at: now) == PAM_AUTHINFO_UNAVAIL)
    #expect(login.log.contains("reason=symbolic-link") || login.log.contains("reason=not-a-directory"))
    #expect(try Program.run("stat", ["-c", "%n %i %s %Y %Z %u %a", victim.path]).output == before)
  }

  @Test func cve_2024_47191_aNameThatARecordIsWrittenUnderFirstIsNoWayOut() throws {
    let victim = store.root.appendingPathComponent("victim")
    try Data("root:*:1\n".utf8).write(to: victim)
    for directory in [store.record, store.state].map({ $0.deletingLastPathComponent() }) {
      for name in [".new", "nobody.new", "nobody", ".nobody.lock"] {
        try FileManager.default.createSymbolicLink(
          at: directory.appendingPathComponent(name), withDestinationURL: victim)
      }
    }
    try? enroll()
    #expect(try String(contentsOf: victim, encoding: .utf8) == "root:*:1\n")
  }

  @Test func cve_2024_47191_followUp_aHardLinkIsNoFileOfOurs() throws {
    try enroll()
    for file in [store.record, store.state, store.sealKey] {
      let link = store.root.appendingPathComponent("link")
      try FileManager.default.linkItem(at: file, to: link)
      try refuses { $0.answer(try Codes.totp(at: now)) }
      try FileManager.default.removeItem(at: link)
    }
  }

  @Test(arguments: [0o604, 0o640, 0o660, 0o606, 0o644])
  func cve_2012_6140_whatOthersCanReadIsNotUsed(_ mode: Int) throws {
    try enroll()
    for file in [store.record, store.state, store.sealKey] {
      #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
      try refuses { $0.answer(try Codes.totp(at: now)) }
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }
  }

  // MARK: Whose device, whose code

  @Test func cve_2013_7322_onlyTheStateOfTheDeviceThatMatchedMoves() throws {
    let other = Array("98765432109876543210".utf8)
    try store.enroll(.hotp(try #require(HOTPParameters())), name: "Token", next: 5)
    try store.enroll(.hotp(try #require(HOTPParameters())), name: "Token 2", next: 7, secret: other)
    let code = try Codes.code(8, secret: other)
    #expect(try Login(store).answer(code).authenticate(at: now) == PAM_SUCCESS)
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [5, 9])
    #expect(try Login(store).answer(code).authenticate(at: now) == PAM_AUTH_ERR)
  }

  @Test func cve_2013_7322_aLineThatCannotBeReadRefusesTheWholeRecord() throws {
    try enroll()
    let text = String(decoding: try Data(contentsOf: store.record), as: UTF8.self)
    for spoilt in [text + "# comment\n", "# comment\n" + text, text.replacingOccurrences(of: "device 1", with: "device 1 x")] {
      try store.write(Data(spoilt.utf8), to: store.record)
      try refuses { $0.answer(try Codes.totp(at: now)) }
    }
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [0])
  }

  @Test func yubico_pam_4_aRecordThatNobodySignedIsNotUsed() throws {
    try enroll()
    let stranger = try TemporaryStore(user: "daemon")
    try stranger.enroll(.totp(try #require(TOTPParameters())))
    try store.write(try Data(contentsOf: stranger.record), to: store.record)
    let login = try Login(store).answer(try Codes.totp(at: now))
    #expect(login.authenticate(at: now) == PAM_AUTHINFO_UNAVAIL)
    #expect(login.log.contains("reason=malformed-record flaw=other-user"))
    let lines = String(decoding: try Data(contentsOf: stranger.record), as: UTF8.self).split(separator: "\n")
    let unsigned = lines.dropLast().joined(separator: "\n").replacingOccurrences(of: "daemon", with: "nobody") + "\n"
    for text in [unsigned, unsigned + "check \n", unsigned + lines[lines.count - 1] + "\n"] {
      try store.write(Data(text.utf8), to: store.record)
      try refuses { $0.answer(try Codes.totp(at: now)) }
    }
  }

  @Test(arguments: ["root", "nobod", "nobody ", "NOBODY", "nobody\n"])
  func cve_2024_9313_aUserWhoChangesMeanwhileIsRefused(_ other: String) throws {
    try enroll()
    try refuses { $0.set(cs_login_other_user, other).answer(try Codes.totp(at: now)) }
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [0])
  }

  // MARK: Answers and conversations

  @Test func cve_2011_4120_anEmptyAnswerIsARefusal() throws {
    try enroll()
    let before = try Data(contentsOf: store.state)
    try refuses { $0.answer("") }
    try refuses(["auth sufficient MODULE root=ROOT use_first_pass\nauth required pam_deny.so"]) { _ in }
    try refuses(["auth sufficient MODULE root=ROOT try_first_pass\nauth required pam_deny.so"]) { $0.answer("") }
    #expect(try Data(contentsOf: store.state) == before)
  }

  @Test func cve_2021_31924_aConversationWithoutAnAnswerIsARefusal() throws {
    try enroll()
    let before = try Data(contentsOf: store.state)
    try refuses { $0.answerNull() }
    #expect(try Data(contentsOf: store.state) == before)
  }

  /// Three times Ctrl-C went on to the next line of a stack with `default=ignore`. The module's part is to give a code
  /// that is an error, whatever the conversation says; which line comes next is the administrator's.
  @Test func puppet_duo_unix_8_aBrokenOffConversationIsAnError() throws {
    try enroll()
    for failure in Int32(1)...40 {
      let login = try Login(store).failConversation(failure)
      let code = login.authenticate(at: now)
      #expect([PAM_CONV_ERR, PAM_BUF_ERR, PAM_ABORT, PAM_SYSTEM_ERR, PAM_AUTH_ERR].contains(code), "\(failure): \(code)")
      try refuses { $0.failConversation(failure) }
    }
    #expect(try store.readState().devices.map(\.misses.count) == [0])
  }

  @Test func cve_2015_5600_noNumberOfConversationsGivesMoreTries() throws {
    try enroll()
    let wrong = try wrong
    var codes: [Int32] = []
    for _ in 0..<60 {
      let login = try Login(store).answer(wrong).answer(wrong).answer(wrong)
      codes.append(login.authenticate(at: now))
      #expect(login.shown.filter { $0.hasPrefix("off|") }.count == 1)
    }
    #expect(codes == Array(repeating: PAM_AUTH_ERR, count: 5) + Array(repeating: PAM_MAXTRIES, count: 55))
    #expect(try store.readState().devices.map(\.misses.count) == [5])
    #expect(try Login(store).answer(try Codes.totp(at: now)).authenticate(at: now) == PAM_MAXTRIES)
  }

  // MARK: Two factors in one answer

  @Test func cve_2014_7828_aCodeWithoutAPasswordIsNotAPasswordAndCode() throws {
    try enroll()
    let code = try Codes.totp(at: now)
    for stack in ["auth required MODULE root=ROOT forward_pass", IncidentTests.openStacks[4]] {
      let login = try Login(store, stack: stack).answer(code)
      #expect(login.authenticate(at: now) == PAM_AUTH_ERR)
      #expect(login.log.contains("reason=not-a-code"))
    }
    #expect(try store.readState().devices.map(\.misses.count) == [0])
    let both = try Login(store, stack: IncidentTests.openStacks[4]).answer("password" + code)
    #expect(both.authenticate(at: now) == PAM_SUCCESS)
  }

  /// A right code is used up even if the password that came with it turns out wrong: the other way round somebody who
  /// looked over a shoulder could use it.
  @Test func cve_2014_7828_aRightCodeIsUsedWhateverBecomesOfThePassword() throws {
    try enroll()
    let code = try Codes.totp(at: now)
    let stack = "auth required MODULE root=ROOT forward_pass\nauth required pam_unix.so use_first_pass nodelay"
    #expect(try Login(store, stack: stack).answer("not the password" + code).authenticate(at: now) != PAM_SUCCESS)
    #expect(try Login(store).answer(code).authenticate(at: now) == PAM_AUTH_ERR)
  }

  @Test func cve_2014_7828_aPasswordWithoutARightCodeLetsNobodyIn() throws {
    try enroll()
    let wrong = try wrong
    try refuses { $0.answer("password").answer("password") }
    try refuses { $0.answer("password" + wrong).answer(wrong) }
  }

  // MARK: What is left to others

  @Test(arguments: ["right", "wrong", "empty", "aborted", "damaged", "unenrolled"])
  func cve_2018_9275_and_2019_12210_noDescriptorStaysOpenOrIsInherited(_ ending: String) throws {
    if ending != "unenrolled" { try enroll() }
    if ending == "damaged" { try store.write(Data("x".utf8), to: store.record) }
    let login = try Login(store, stack: "auth required MODULE root=ROOT debug")
    switch ending {
    case "right": login.answer(try Codes.totp(at: now))
    case "aborted": login.failConversation(PAM_CONV_ERR)
    default: login.answer(ending == "empty" ? "" : try wrong)
    }
    let root = store.root.path
    var inherited: [String] = []
    login.whileAsking { inherited = IncidentTests.descriptors(below: root).filter { !$0.closesOnExec }.map(\.path) }
    _ = login.authenticate(at: now)
    #expect(inherited.isEmpty)
    #expect(IncidentTests.descriptors(below: root).isEmpty)
  }

  /// At no moment, either: what is opened is closed on exec from the first on.
  @Test func cve_2018_9275_and_2019_12210_everyFileIsOpenedSoThatNoProgramInheritsIt() throws {
    try enroll()
    _ = cs_host_take_inheritable()
    cs_host_fail(cs_host_openat, 0, 0)
    // The first login makes the audit file, the second only adds to it, the third finds it full.
    for (number, answer) in [try Codes.totp(at: now), try wrong, try Codes.totp(at: now + 60)].enumerated() {
      if number == 2 { try Data(repeating: 10, count: Int(AuditFile.usualLimit)).write(to: store.audit) }
      let login = try Login(store).answer(answer)
      #expect(login.authenticate(at: now + 30 * Int64(number)) == (number == 1 ? PAM_AUTH_ERR : PAM_SUCCESS))
    }
    #expect(FileManager.default.fileExists(atPath: store.audit.path + ".1"))
    #expect(cs_host_count(cs_host_openat) > 15)
    #expect(cs_host_take_inheritable() == 0)
  }

  /// The open files of this process that are in a folder of this test alone.
  private static func descriptors(below root: String) -> [(path: String, closesOnExec: Bool)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return names.compactMap { name in
      guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"),
        path.hasPrefix(root), let number = Int32(name)
      else { return nil }
      return (path, fcntl(number, F_GETFD) & FD_CLOEXEC != 0)
    }
  }

  @Test func cve_2026_44712_nothingIsRunThatANameCouldBePartOf() throws {
    let undefined = try Program.run("nm", ["-D", "--undefined-only", ShippedModule.path])
    let names = undefined.lines.compactMap { $0.split(separator: " ").last?.split(separator: "@").first.map(String.init) }
    #expect(names.contains("openat"))
    let running = ["system", "popen", "vfork", "clone", "wordexp"]
    #expect(!names.contains { running.contains($0) || $0.hasPrefix("posix_spawn") })
    // The companion is started by its own path, with no argument; `CompanionTests` looks at that.
    #expect(names.filter { $0.hasPrefix("exec") } == ["execve"])
  }
}
