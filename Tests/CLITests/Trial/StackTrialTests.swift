import Countersign
import Foundation
import LoginStacks
import Testing

@testable import countersign

/// Real logins through libpam by stacks that are sound, and by stacks that are not.
@Suite(.enabled(if: TrialHost.isRoot, "the store belongs to root"), .serialized) struct StackTrialTests {
  // MARK: Sound stacks

  @Test(arguments: [
    TrialStacks.debian, TrialStacks.debianProfile, TrialStacks.debianWithTwo, TrialStacks.fedora,
    TrialStacks.lines("auth required pam_unix.so nodelay", "auth required OURS"),
    TrialStacks.lines("auth requisite OURS", "auth required pam_unix.so use_first_pass"),
    TrialStacks.lines("auth required OURS forward_pass", "auth required pam_unix.so use_first_pass"),
    TrialStacks.lines("auth required pam_unix.so", "auth required OURS use_first_pass"),
    TrialStacks.lines("auth required pam_unix.so", "auth required OURS try_first_pass"),
    TrialStacks.lines(
      "auth required pam_unix.so", "auth [success=1 default=ignore] OURS", "auth requisite pam_deny.so",
      "auth required pam_permit.so"),
    TrialStacks.lines(
      "auth required pam_unix.so", "auth [success=1 ignore=ignore default=die] OURS",
      "auth required pam_google_authenticator.so", "auth required pam_permit.so"),
    TrialStacks.lines("auth required pam_unix.so", "auth [success=done new_authtok_reqd=done default=die] OURS"),
  ])
  func soundStacksAreSound(_ files: [String: String]) throws {
    let report = try TrialHost().run(files)
    #expect(report.judgement == .sound, "\(TrialTable(report).lines.joined(separator: "\n"))")
    #expect(report.outcomes.map(\.scenario) == TrialScenario.allCases)
    #expect(report.outcomes.allSatisfy { $0.logins > 0 })
  }

  @Test func aKeyAloneAsTheFirstFactor() throws {
    let report = try TrialHost().run(TrialStacks.keyOnly, origin: .remoteWithKey)
    #expect(report.judgement == .sound)
    #expect(report.firstFactor == .key)
    #expect(report[.wrongPassword] == nil)
    #expect(report[.rightCode]?.scenario.text(after: report.firstFactor) == "key, right code")
  }

  @Test func aKeyOrElseThePassword() throws {
    try TemporaryDirectory.with { folder in
      let script = folder.appendingPathComponent("countersign/by-key")
      try FileManager.default.createDirectory(
        at: script.deletingLastPathComponent(), withIntermediateDirectories: false)
      let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../pam/by-key")
      try Command.install(source.path, at: script.path)
      let files = TrialStacks.byKey(script.path)
      let host = try TrialHost(policy: "Mode enrolled\n")
      let byPassword = try host.run(files)
      #expect(byPassword.judgement == .sound)
      #expect(byPassword.firstFactor == .password)
      let byKey = try host.run(files, origin: .remoteWithKey)
      #expect(byKey.judgement == .sound)
      for report in [byPassword, byKey] { #expect(report[.unenrolled]?.verdict == .byPolicy) }
      // Without the last line a key counts for nothing where no code is asked.
      let short = files.mapValues { $0.replacingOccurrences(of: "\nauth required pam_permit.so", with: "\n") }
      #expect(try host.run(short, origin: .remoteWithKey)[.unenrolled]?.verdict == .againstPolicy)
    }
  }

  @Test func suAsksForTheTargetsCodeOrTheCallers() throws {
    let files = [
      "su": "auth sufficient pam_rootok.so\nauth required pam_wheel.so\n@include common-auth\nauth required OURS\n",
      "common-auth": TrialStacks.debianPassword,
    ]
    let caller = UserName(Array("daemon".utf8))
    let origin = TrialOrigin(terminal: "/dev/tty1", caller: caller)
    for policy in ["Mode mandatory\n", "Mode mandatory\nWhoseFactor caller\n"] {
      let report = try TrialHost(policy: policy).run(files, origin: origin)
      #expect(report.judgement == .sound, "\(TrialTable(report).lines.joined(separator: "\n"))")
      #expect(report.remarks.contains { $0.hasPrefix("pam_rootok.so lets some pass") })
    }
    let unknown = try TrialHost(policy: "WhoseFactor caller\n").run(files, origin: TrialOrigin())
    #expect(unknown.judgement == .nobodyGetsIn)
  }

  // MARK: Stacks with a hole

  static let withHoles: [(files: [String: String], finds: TrialScenario)] = [
    (TrialStacks.lines("auth sufficient pam_unix.so", "auth required OURS"), .wrongCode),
    (TrialStacks.lines("auth required pam_unix.so", "auth sufficient OURS"), .wrongCode),
    (TrialStacks.lines("auth required pam_unix.so", "auth optional OURS"), .abortedCode),
    // puppet-duo_unix #8: three times Ctrl-C, and the next line lets everybody in.
    (
      TrialStacks.lines(
        "auth [success=ok default=die] pam_unix.so", "auth [success=1 default=ignore] OURS",
        "auth required pam_permit.so"), .abortedCode
    ),
    (
      TrialStacks.lines(
        "auth [success=2 default=ignore] pam_unix.so", "auth requisite pam_deny.so", "auth required OURS",
        "auth required pam_permit.so"), .wrongCode
    ),
    (TrialStacks.fedoraWithInclude, .wrongCode),
    (TrialStacks.lines("auth sufficient OURS", "auth required pam_unix.so"), .wrongPassword),
    (TrialStacks.lines("auth sufficient OURS", "auth sufficient pam_unix.so", "auth required pam_deny.so"), .wrongCode),
    (TrialStacks.lines("auth optional pam_unix.so", "auth required OURS"), .wrongPassword),
    (
      TrialStacks.lines("auth required pam_unix.so", "auth [success=ok authinfo_unavail=ignore default=bad] OURS"),
      .storeUnreadable
    ),
    (
      TrialStacks.lines("auth required pam_unix.so", "auth [success=ok module_unknown=ignore default=bad] OURS"),
      .moduleMissing
    ),
    (TrialStacks.lines("auth required pam_unix.so", "auth [success=ok maxtries=ignore default=bad] OURS"), .moduleFails),
    (
      TrialStacks.lines(
        "auth [success=1 default=ignore] pam_unix.so", "auth [ignore=1 default=die] OURS", "auth required OURS",
        "auth required pam_permit.so"), .waivedWrongPassword
    ),
    // The number of the jump is right for the first module and one too many for the second.
    (
      TrialStacks.lines(
        "auth [success=2 default=ignore] pam_unix.so", "auth [success=2 default=ignore] pam_userdb.so",
        "auth requisite pam_deny.so", "auth required OURS", "auth required pam_permit.so"), .wrongCode
    ),
    (
      TrialStacks.lines("auth sufficient pam_made_up.so", "auth optional OURS", "auth required pam_permit.so"),
      .wrongCode
    ),
  ]

  @Test(arguments: withHoles.indices)
  func holesAreFound(_ index: Int) throws {
    let (files, scenario) = StackTrialTests.withHoles[index]
    let report = try TrialHost().run(files)
    #expect(report.holes.contains(scenario), "\(TrialTable(report).lines.joined(separator: "\n"))")
    #expect(report[scenario]?.verdict == .hole)
  }

  @Test func anExactHoleIsTheOnlyOne() throws {
    let closed = "default=bad] OURS"
    for (open, scenario) in [
      ("authinfo_unavail=ignore", TrialScenario.storeUnreadable), ("module_unknown=ignore", .moduleMissing),
    ] {
      let report = try TrialHost().run(
        TrialStacks.lines("auth required pam_unix.so", "auth [success=ok ignore=ignore \(open) \(closed)"))
      #expect(report.holes.contains(scenario))
      #expect(report[.wrongCode]?.verdict == .asItShouldBe)
      #expect(report[.wrongPassword]?.verdict == .asItShouldBe)
    }
  }

  @Test func theOneModuleIsNamedThatOpensTheHole() throws {
    let report = try TrialHost().run(
      TrialStacks.lines(
        "auth [success=2 default=ignore] pam_unix.so", "auth [success=3 default=ignore] pam_userdb.so",
        "auth requisite pam_deny.so", "auth required pam_permit.so", "auth required OURS", "auth optional pam_permit.so"))
    #expect(report.holes.contains(.wrongCode))
    #expect(report[.wrongCode]?.remark == "by pam_userdb alone")
  }

  @Test func aStackThatAsksForTheCodeAloneLetsNobodyInForNothing() throws {
    #expect(try TrialHost().run(TrialStacks.lines("auth required OURS")).judgement == .sound)
    let report = try TrialHost(policy: "Mode enrolled\n").run(TrialStacks.keyOnly)
    #expect(report.firstFactor == .none)
    #expect(report.holes == [.waived, .unenrolled])
  }

  // MARK: What else can come out

  @Test(arguments: [
    TrialStacks.lines("auth required pam_unix.so", "auth required OURS", "auth required pam_deny.so"),
    TrialStacks.lines("auth required pam_unix.so", "auth required OURS made_up_argument"),
    TrialStacks.lines("auth required pam_unix.so", "auth required OURS", "auth required"),
    TrialStacks.lines("auth required pam_unix.so", "auth [success=9 default=bad] OURS"),
    TrialStacks.lines("auth substack missing", "auth required OURS"),
  ])
  func aStackThatRefusesEverybodyIsNotSound(_ files: [String: String]) throws {
    #expect(try TrialHost().run(files).judgement == .nobodyGetsIn)
  }

  @Test func withoutOurLineThereIsNothingToTry() throws {
    let report = try TrialHost().run(TrialStacks.lines("auth required pam_unix.so"))
    #expect(report.outcomes.isEmpty)
    guard case .cannotRun(let complaint) = report.judgement else { Issue.record("\(report.judgement)"); return }
    #expect(complaint.error == "no auth line of sshd calls pam_countersign.so")
  }

  @Test func aPolicyThatCannotBeReadIsSaidToBe() throws {
    let report = try TrialHost(policy: "Moode mandatory\n").run(TrialStacks.debian)
    guard case .cannotRun(let complaint) = report.judgement else { Issue.record("\(report.judgement)"); return }
    #expect(complaint.error.contains("line 1"))
  }

  @Test func thePolicyDecidesAboutThoseWhoAreNotEnrolled() throws {
    let open = try TrialHost(policy: "Mode enrolled\n").run(TrialStacks.debian)
    #expect(open[.unenrolled]?.result == .letIn)
    #expect(open[.unenrolled]?.verdict == .byPolicy)
    #expect(open.judgement == .sound)
    let closed = try TrialHost().run(TrialStacks.debian)
    #expect(closed[.unenrolled]?.result == .refused(.auth_err))
    #expect(closed[.unenrolled]?.verdict == .asItShouldBe)
  }

  @Test func aPolicyThatAsksNobodyHereIsTold() throws {
    let report = try TrialHost(policy: "Match Network 192.0.2.0/24\nMode disabled\n").run(TrialStacks.debian)
    #expect(report.judgement == .sound)
    #expect(report[.wrongCode]?.result == .refused(.auth_err))
    #expect(report.remarks.first?.hasPrefix("this machine's policy asks for no code") == true)
  }

  @Test func whatThePolicyRemembersOrAcceptsDoesNotMatter() throws {
    let policy = "Factors yubico-otp\nRemember 8h\nMode mandatory\nMatch Service sshd\nFactors recovery\n"
    #expect(try TrialHost(policy: policy).run(TrialStacks.debian).judgement == .sound)
  }

  @Test func nothingIsLeftAndNothingOfTheMachineIsTouched() throws {
    let host = try TrialHost()
    try host.machine.enroll("nobody")
    let before = try host.machine.files()
    #expect(try host.run(TrialStacks.debian).judgement == .sound)
    #expect(try host.machine.files() == before)
    let left = try FileManager.default.contentsOfDirectory(atPath: "/run").filter { $0.hasPrefix("countersign-trial-") }
    #expect(left.isEmpty)
  }
}
