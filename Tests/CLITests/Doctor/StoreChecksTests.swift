import Testing
import Words

@testable import countersign

@Suite struct StoreChecksTests {
  private let store = DiskCheck.Place(
    path: "/var/lib/countersign", freeBytes: 1 << 40, freeFiles: 1_000_000, isReadOnly: false)
  private let audit = DiskCheck.Place(
    path: "/var/log/countersign", freeBytes: 1 << 40, freeFiles: nil, isReadOnly: false)

  @Test("Room on the disk")
  func disk() throws {
    try DiskCheck(store: store, audit: audit).findings.expect("disk-space", .ok)
    let full = DiskCheck.Place(path: "/v", freeBytes: 4_096, freeFiles: nil, isReadOnly: false)
    try DiskCheck(store: full, audit: audit).findings.expect(
      "disk-space", .fail, "nobody can be enrolled", cure: "df -h /v")
    try DiskCheck(store: store, audit: full).findings.expect("disk-space", .fail, "lines of the audit file are lost")
    let scarce = DiskCheck.Place(path: "/v", freeBytes: 10 << 20, freeFiles: nil, isReadOnly: false)
    try DiskCheck(store: scarce, audit: nil).findings.expect("disk-space", .warn, "10 MiB")
    let noFiles = DiskCheck.Place(path: "/v", freeBytes: 1 << 40, freeFiles: 0, isReadOnly: false)
    try DiskCheck(store: noFiles, audit: nil).findings.expect("disk-space", .fail)
    let fewFiles = DiskCheck.Place(path: "/v", freeBytes: 1 << 40, freeFiles: 12, isReadOnly: false)
    try DiskCheck(store: fewFiles, audit: nil).findings.expect("disk-space", .warn, "12 more files")
    let readOnly = DiskCheck.Place(path: "/v", freeBytes: 1 << 40, freeFiles: nil, isReadOnly: true)
    try DiskCheck(store: readOnly, audit: audit).findings.expect("disk-read-only", .fail, "every code is refused")
    try DiskCheck(store: store, audit: readOnly).findings.expect("disk-read-only", .fail, "no login is recorded")
  }

  @Test("Copies of the host key")
  func keyCopies() throws {
    func found(_ tracking: KeyCopiesCheck.Tracking, _ copies: [String] = []) -> [Finding] {
      KeyCopiesCheck(key: "/etc/countersign/seal.key", tracking: tracking, copies: copies).findings
    }
    try found(.none).expect("seal-key-copies", .ok)
    try found(.ignored).expect("seal-key-copies", .ok)
    try found(.tracked(repository: "/etc/.git")).expect("seal-key-copies", .fail, "/etc/.git", cure: "rotate-key")
    try found(.notIgnored(repository: "/etc/.git")).expect("seal-key-copies", .warn, "next commit", cure: ".gitignore")
    try found(.unknown(repository: "Mercurial")).expect("seal-key-copies", .warn, "Mercurial")
    try found(.none, ["/etc/countersign/seal.key~", "/b"]).expect("seal-key-copies", .warn, "seal.key~ and 1 more")
  }

  @Test("Copies of the site key")
  func siteKeyCopies() throws {
    func found(_ tracking: KeyCopiesCheck.Tracking) -> [Finding] {
      [SiteKeyCopiesCheck(key: "/etc/countersign/site.key", tracking: tracking).finding]
    }
    try found(.none).expect("site-key-copies", .ok)
    try found(.ignored).expect("site-key-copies", .ok)
    let git = "/etc/.git"
    try found(.tracked(repository: git)).expect("site-key-copies", .fail, git, cure: "directory rotate-key")
    try found(.notIgnored(repository: git)).expect("site-key-copies", .warn, "next commit", cure: ".gitignore")
    try found(.unknown(repository: "darcs")).expect("site-key-copies", .warn, "darcs", cure: "site.key")
    #expect(!KeyCopiesCheck.isIgnored("site.key", "/countersign/seal.key\n"))
    #expect(KeyCopiesCheck.isIgnored("site.key", "/countersign/seal.key\n/countersign/site.key\n"))
  }

  @Test("Whether a repository leaves the key out", arguments: [
    ("/countersign/seal.key\n", true), ("countersign/\n", true), ("*.swp\n*.key  \n", true), ("seal.keys\n", false),
    ("#/countersign/seal.key\n", false), ("!countersign/seal.key\n", false), ("", false),
  ])
  func ignored(lines: String, isIgnored: Bool) {
    #expect(KeyCopiesCheck.isIgnored("seal.key", lines) == isIgnored)
  }

  @Test("Records and states")
  func records() throws {
    func check(
      unreadable: [RecordsCheck.Trouble] = [], sealedOtherwise: Int = 0, slots: [String] = [],
      gone: [String] = [], other: [String] = []
    ) -> [Finding] {
      RecordsCheck(
        users: 3, unreadable: unreadable, sealedOtherwise: sealedOtherwise, sealKey: "/etc/countersign/seal.key",
        damagedSlots: slots, withoutAccount: gone, otherAccount: other).findings
    }
    try check().expect("records", .ok, "3 users' records")
    let trouble = RecordsCheck.Trouble(user: "alice", complaint: Complaint("it is damaged", hint: "restore it"))
    try check(unreadable: [trouble, trouble]).expect(
      "records", .fail, "alice cannot log in: it is damaged (and 1 more)", cure: "restore it")
    try check(unreadable: [trouble, trouble], sealedOtherwise: 2).expect("records", .fail, "alice", cure: "restore it")
    let all = check(unreadable: [trouble, trouble, trouble], sealedOtherwise: 3)
    try all.expect("records-of-other-key", .fail, "none of the 3 records opens under /etc/countersign/seal.key", cure: "backup")
    #expect(all.count == 1)
    try check(slots: ["alice"]).expect("state-slots", .warn, "alice", cure: "doctor --fix")
    try check(gone: ["eve"]).expect(
      "records-without-account", .warn, "eve has devices and no account", cure: "remove eve")
    try check(other: ["eve"]).expect("records-of-other-account", .fail, "eve cannot log in", cure: "enroll eve")
  }

  @Test("The audit file, and a rotation of the host key")
  func auditAndRotation() throws {
    try AuditCheck(lines: nil, complaint: nil).findings.expect("audit", .ok)
    try AuditCheck(lines: 1, complaint: nil).findings.expect("audit", .ok, "1 line of the audit file is unaltered")
    let altered = Complaint("audit.jsonl, line 3: altered", hint: "compare")
    try AuditCheck(lines: nil, complaint: altered).findings.expect("audit", .fail, "line 3", cure: "audit verify")
    #expect(RotationCheck(state: .finished).findings.isEmpty)
    try RotationCheck(state: .atWork).findings.expect("key-rotation", .ok)
    try RotationCheck(state: .underWay).findings.expect("key-rotation", .warn, cure: "countersign rotate-key")
  }
}
