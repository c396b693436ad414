import Countersign
import Testing

@testable import countersign

@Suite struct PolicyLintTests {
  /// Warnings as `line:column trap`.
  private func warnings(
    _ lines: [String], _ change: (inout PolicySurroundings) -> Void = { _ in }
  ) throws -> [PolicyWarning] {
    var surroundings = PolicySurroundings()
    surroundings.today = PolicyDate(Array("2026-11-25".utf8)[...])
    surroundings.rootIsEnrolled = true
    change(&surroundings)
    let policy = try PolicyReader.read(Array(lines.joined(separator: "\n").utf8))
    return PolicyLint.warnings(policy, surroundings)
  }

  private func warning(_ trap: PolicyWarning.Trap, _ line: UInt32, _ column: UInt32) -> PolicyWarning {
    PolicyWarning(trap: trap, line: line, column: column)
  }

  @Test("A policy without traps has no warnings")
  func harmless() throws {
    #expect(try warnings([]) == [])
    let policy = [
      "Mode mandatory", "EnrollBy 2027-02-01", "Remember 8h", "RecoveryCodes deny", "Match Service sudo Group wheel",
      "  Mode mandatory", "Match Network 0.0.0.0/0,!10.0.0.0/8 User *,!bob", "  Window 2", "Match User alice",
      "  Mode disabled", "Match User al*", "  Mode enrolled", "Match all", "  Notice hello",
    ]
    #expect(try warnings(policy) == [])
  }

  @Test("A list of negations", arguments: [
    ("User !bob", PolicyCriterion.Kind.user), ("Group !wheel,!adm", .group), ("Service !sshd", .service),
    ("Network !10.0.0.0/8", .network), ("TTY !local", .terminal), ("Key !sk", .key), ("Time !Sun", .time),
  ])
  func negationsOnly(criterion: String, kind: PolicyCriterion.Kind) throws {
    let found = try warnings(["Match \(criterion)", "Mode disabled"])
    #expect(found == [warning(.negationsOnly(kind), 1, 7)])
  }

  @Test("A later Match that can never win", arguments: [
    ("all", "User alice"), ("User alice", "User alice"), ("User al*", "User alice,alan"), ("User *", "User bob*"),
    ("Network 10.0.0.0/8", "Network 10.20.0.0/16"), ("Key any", "Key sk"), ("TTY local", "TTY local User root"),
    ("Time Mon-Fri:08:00-18:00", "Time Tue:09:00-12:00"), ("Group wheel,adm", "Group adm"),
    ("User *,!bob", "User alice,!bob"), ("User *,!bob", "User alice,!b*"), ("Time 22:00-06:00", "Time Fri:22:00-06:00"),
    ("Service sshd", "Service sshd Group wheel Key sk"),
  ])
  func neverWins(first: String, second: String) throws {
    let policy = ["Match \(first)", "Mode enrolled", "Match \(second)", "Mode mandatory"]
    #expect(try warnings(policy) == [warning(.neverWins(line: 1), 3, 1)])
  }

  @Test("A later Match that can win", arguments: [
    ("User alice", "User al*"), ("User al*", "User al*,bob"), ("Network 10.20.0.0/16", "Network 10.0.0.0/8"),
    ("Key sk", "Key any"), ("Key any", "Key none"), ("User alice Service sshd", "User alice"), ("User *,!bob", "User *"),
    ("User *,!b*", "User *,!bob"), ("Time Mon:08:00-18:00", "Time Mon-Tue:08:00-18:00"), ("User a*", "Service sshd"),
    ("Time Mon:22:00-06:00", "Time Mon:05:00-07:00"), ("TTY local", "TTY remote"), ("Network ::/1", "Network 10.0.0.0/8"),
  ])
  func canWin(first: String, second: String) throws {
    #expect(try warnings(["Match \(first)", "Mode enrolled", "Match \(second)", "Mode mandatory"]) == [])
  }

  @Test("A Match wins for what the earlier ones leave to it")
  func partly() throws {
    let wins = ["Match all", "Mode enrolled", "Match User alice", "Mode mandatory", "Window 2"]
    #expect(try warnings(wins) == [])
    let loses = ["Match all", "Mode enrolled", "Match User *", "Window 1", "Match User alice", "Mode mandatory", "Window 2"]
    #expect(try warnings(loses) == [warning(.neverWins(line: 1), 5, 1)])
  }

  @Test("A Match without keywords")
  func setsNothing() throws {
    #expect(try warnings(["Match User alice", "  Match User bob", "Mode disabled"]) == [warning(.setsNothing, 1, 1)])
  }

  @Test("A network that is everything, unless it has holes", arguments: ["0.0.0.0/0", "::/0", "::ffff:0:0/96"])
  func wholeNetwork(network: String) throws {
    let policy = ["Match Network 10.0.0.0/8,\(network)", "Mode disabled"]
    #expect(try warnings(policy) == [warning(.wholeNetwork, 1, 26)])
    #expect(try warnings(["Match Network \(network),!10.0.0.0/8", "Mode disabled"]) == [])
  }

  @Test("A success that is remembered for too long", arguments: [("24h", nil), ("24h1s", 86_401), ("31d", 2_678_400)])
  func longRemember(duration: String, seconds: UInt64?) throws {
    let found = try warnings(["  Remember \(duration)"])
    #expect(found == (seconds.map { [warning(.longRemember($0), 1, 3)] } ?? []))
    #expect(found.first?.message.contains("NIST") ?? true)
  }

  @Test("root without a device at the console", arguments: [
    (["Mode mandatory"], 1), (["Mode enrolled", "Match User root", "Mode mandatory"], 3), (["Mode enrolled"], nil),
    (["Mode mandatory", "Match User root TTY local", "Mode enrolled"], nil), (["Mode mandatory", "EnrollBy 2027-01-01"], nil),
    (["Mode mandatory", "Match Group wheel", "Mode disabled"], nil), (["Match TTY remote", "Mode mandatory"], nil),
  ] as [([String], UInt32?)])
  func rootLockedOut(lines: [String], line: UInt32?) throws {
    for isEnrolled in [nil, false, true] as [Bool?] {
      let found = try warnings(lines) {
        $0.rootIsEnrolled = isEnrolled
        $0.rootGroups = [Array("wheel".utf8)]
      }
      let expected = isEnrolled == true ? nil : line.map { warning(.rootLockedOut(isEnrolmentKnown: isEnrolled != nil), $0, 1) }
      #expect(found == (expected.map { [$0] } ?? []))
    }
  }

  @Test("A group that does not exist, and its name as a terminal may show it")
  func unknownGroup() throws {
    let found = try warnings(["Match User * Group wheel,!wheeel", "Mode disabled"]) {
      $0.missingGroups = [Array("wheeel".utf8)]
    }
    #expect(found == [warning(.unknownGroup(Array("wheeel".utf8)), 1, 26)])
    #expect(warning(.unknownGroup([0x1B, 0xFF]), 1, 1).message == "there is no group '\\x1b\\xef\\xbf\\xbd', so nobody is in it")
  }

  @Test("EnrollBy in the past, with people who are not enrolled", arguments: [
    ("2026-11-25", 3, true), ("2026-11-24", nil, true), ("2026-11-26", 3, false), ("2026-11-24", 0, false),
  ] as [(String, Int?, Bool)])
  func enrollByPast(day: String, unenrolled: Int?, isWarned: Bool) throws {
    let found = try warnings(["Mode mandatory", "EnrollBy \(day)"]) { $0.unenrolled = unenrolled }
    #expect(found == (isWarned ? [warning(.enrollByPast(unenrolled: unenrolled), 2, 1)] : []))
  }

  @Test("EnrollBy that changes nothing, and Factors that leave nothing")
  func ineffective() throws {
    #expect(try warnings(["Mode enrolled", "EnrollBy 2027-01-01"]) == [warning(.enrollByWithoutMandatory, 2, 1)])
    #expect(try warnings(["RecoveryCodes deny", "Factors recovery"]) == [warning(.noFactorLeft, 2, 1)])
  }

  @Test("A directory that is not said in full, that lets in whoever is not in it, or that is never away")
  func directory() throws {
    let lines = ["Directory ldaps://a.example", "DirectoryBase ou=c,dc=example"]
    let bind = "DirectoryBind kerberos /etc/krb5.keytab"
    #expect(try warnings(["Mode mandatory", "Store ldap", bind] + lines) == [])
    #expect(try warnings(["Store ldap", bind] + lines) == [warning(.absenceLetsIn, 1, 1)])
    #expect(
      try warnings(["Mode mandatory", "Store ldap", bind] + lines + ["Match Service su", "Mode enrolled"])
        == [warning(.absenceLetsIn, 2, 1)])
    // EXTERNAL is for sockets alone, and without a base there is no entry.
    #expect(try warnings(["Mode mandatory", "Store ldap"] + lines) == [warning(.directoryNotUsable, 2, 1)])
    #expect(try warnings(["Mode mandatory", "Store ldap", bind, lines[0]]) == [warning(.directoryNotUsable, 2, 1)])
    #expect(try warnings(["Offline local"]) == [warning(.neverOffline, 1, 1)])
    #expect(try warnings(["Store files", "Offline deny"]) == [warning(.neverOffline, 2, 1)])
  }

  @Test("Every message and hint is a line in small letters without a period")
  func texts() {
    let traps: [PolicyWarning.Trap] = [
      .neverWins(line: 3), .setsNothing, .wholeNetwork, .longRemember(90_000), .rootLockedOut(isEnrolmentKnown: true),
      .rootLockedOut(isEnrolmentKnown: false), .unknownGroup([97]), .enrollByPast(unenrolled: nil),
      .enrollByPast(unenrolled: 1), .enrollByWithoutMandatory, .noFactorLeft,
      .directoryNotUsable, .absenceLetsIn, .neverOffline,
    ] + PolicyCriterion.Kind.allCases.map { .negationsOnly($0) }
    for trap in traps {
      let warning = warning(trap, 1, 1)
      for text in [warning.message, warning.hint] { #expect(!text.isEmpty && !text.hasSuffix(".") && !text.contains("\n")) }
    }
    for reason in PolicyFlaw.Reason.allCases {
      for subject in [nil, .match, .keyword(.mode), .criterion(.key)] as [PolicyFlaw.Subject?] {
        let flaw = PolicyFlaw(reason: reason, line: 1, column: 1, subject: subject)
        for text in [flaw.message, flaw.hint] { #expect(!text.isEmpty && !text.hasSuffix(".")) }
      }
    }
  }
}
