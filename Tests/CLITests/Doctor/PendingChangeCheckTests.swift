import Testing

@testable import countersign

@Suite struct PendingChangeCheckTests {
  private func change(_ kind: ServiceChange.Kind = .enable, until: UInt64? = 1_300) -> ServiceChange {
    ServiceChange(
      kind: kind, id: "1", by: "dana", made: 1_000, until: until,
      services: [.init(name: "sshd", style: "password+code"), .init(name: "sudo", style: "password+code")],
      files: ["sshd", "sudo"].map {
        FileChange(service: $0, path: "/etc/pam.d/\($0)", before: [1], after: [2])
      })
  }

  private func findings(
    _ change: ServiceChange?, _ standings: [FileChange.Standing] = [.after, .after], now: UInt64 = 1_100
  ) -> [Finding] {
    PendingChangeCheck(change: change, standings: standings, folder: "/var/lib/x", now: now).findings
  }

  @Test("Nothing waits, nothing is said")
  func nothing() {
    #expect(findings(nil, []).isEmpty)
  }

  @Test("A change that waits is told with its services, who made it, and until when")
  func waiting() throws {
    let found = findings(change())
    #expect(found.count == 1, "\(found)")
    try found.expect("pending-change", .warn, "sshd and sudo by dana at ", cure: "countersign confirm")
    try found.expect("pending-change", .warn, "until \(TimeText.minute(1_300))", cure: "countersign rollback")
  }

  @Test("It fails when the time is over, not before, and not while it may just be taken back")
  func over() throws {
    for now in [1_300, 1_300 + PendingChangeCheck.patience] {
      try findings(change(), now: now).expect("pending-change", .warn, "waits to be confirmed")
    }
    let found = findings(change(), now: 1_301 + PendingChangeCheck.patience)
    try found.expect(
      "pending-change", .fail, "until \(TimeText.minute(1_300)), and nothing has taken it back",
      cure: "countersign rollback")
  }

  @Test("Files that are neither old nor new fail, by name")
  func foreign() throws {
    let found = findings(change(), [.other([3]), .before])
    try found.expect(
      "pending-change-files", .fail, "/etc/pam.d/sshd is neither", cure: "/var/lib/x/pending; countersign rollback")
    try findings(change(), [.other([3]), .other(nil)]).expect(
      "pending-change-files", .fail, "/etc/pam.d/sshd and /etc/pam.d/sudo are neither")
  }

  @Test("A change that is made in part is warned of")
  func half() throws {
    try findings(change(), [.after, .before]).expect(
      "pending-change-files", .warn, "in part: /etc/pam.d/sudo is as before", cure: "countersign enable --resume")
    findings(change(), [.after, .after]).none("pending-change-files")
    try findings(change(), [.before, .before]).expect(
      "pending-change-files", .warn, "nothing of the change is made yet", cure: "countersign enable --resume")
  }

  @Test("Disabling that was not finished is told, and waits for nobody's confirmation")
  func disabling() throws {
    let found = findings(change(.disable, until: nil), [.before, .before], now: 9_000)
    #expect(found.count == 1, "\(found)")
    try found.expect("pending-change", .warn, "disabling sshd and sudo, begun by dana", cure: "enable --resume")
    try findings(change(.disable, until: nil), [.after, .before], now: 9_000).expect(
      "pending-change-files", .warn, "in part")
  }
}
