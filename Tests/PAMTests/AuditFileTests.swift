import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// The audit file as the shipped module writes it. Whatever is wrong with it, a login goes on and the log says so.
@Suite struct AuditFileTests {
  let store: TemporaryStore
  let now: Int64 = 1_800_000_000

  init() throws {
    store = try TemporaryStore()
    try store.enroll(.totp(try #require(TOTPParameters())))
  }

  private func lines() throws -> [[String: Any]] {
    try Data(contentsOf: store.audit).split(separator: 10).map {
      try #require(JSONSerialization.jsonObject(with: $0) as? [String: Any])
    }
  }

  /// A login with a right code, later each time.
  private func login(_ number: Int64 = 0, log line: String) throws {
    let time = now + 30 * number
    let login = try Login(store).answer(try Codes.totp(at: time))
    #expect(login.authenticate(at: time) == PAM_SUCCESS)
    #expect(login.log.contains("accepted user=nobody"))
    let warnings = login.log.split(separator: "\n").filter { $0.contains("warning reason=audit-line-lost") }
    #expect(warnings.count == (line.isEmpty ? 0 : 1) && (line.isEmpty || login.log.contains(line)), "\(login.log)")
  }

  @Test("Every login is one line, tied to the one before") func oneLine() throws {
    try login(log: "")
    let wrong = try Login(store).set(cs_login_connection, "192.0.2.7 1 2 3").answer("no code")
    #expect(wrong.authenticate(at: now) == PAM_AUTH_ERR)
    let lines = try lines()
    #expect(lines.map { $0["seq"] as? Int } == [1, 2])
    #expect(lines.map { $0["outcome"] as? String } == ["accepted", "refused"])
    #expect(lines.map { $0["user"] as? String } == ["nobody", "nobody"])
    #expect(lines.map { $0["time"] as? String } == ["2027-01-15T08:00:00Z", "2027-01-15T08:00:00Z"])
    #expect(lines[0]["device"] as? String == "1:Phone" && lines[0]["service"] as? String == "countersign-test")
    #expect(lines[1]["address"] as? String == "192.0.2.7" && lines[1]["reason"] as? String == "not-a-code")
    let attributes = try FileManager.default.attributesOfItem(atPath: store.audit.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("The name of an unknown user, an argument that is not known and what was typed are not in the file")
  func privacy() throws {
    let unknown = try Login(store, user: "hunter2").answer("hunter3")
    #expect(unknown.authenticate(at: now) == PAM_AUTH_ERR)
    let bad = try Login(store, stack: "auth required MODULE nulok=hunter4 root=ROOT")
    #expect(bad.authenticate(at: now) == PAM_AUTH_ERR)
    let lines = try lines()
    #expect(lines.map { $0["event"] as? String } == ["login", "error"])
    #expect(lines[0]["user"] == nil && lines[0]["reason"] as? String == "unknown-user")
    #expect(lines[1]["argument"] as? String == "1:nulok")
    #expect(!String(decoding: try Data(contentsOf: store.audit), as: UTF8.self).contains("hunter"))
  }

  @Test("Without the directory logins go on; it is not made") func missing() throws {
    try FileManager.default.removeItem(at: store.auditDirectory)
    try login(log: "cause=missing place=audit-directory hint=run install.sh")
    #expect(!FileManager.default.fileExists(atPath: store.auditDirectory.path))
  }

  @Test("A symbolic link, an open file, a second name or something else in its place is not written to")
  func unfit() throws {
    let files = FileManager.default
    let other = store.root.appendingPathComponent("other")
    try store.write(Data("other\n".utf8), to: other)
    try files.createSymbolicLink(at: store.audit, withDestinationURL: other)
    try login(1, log: "cause=symbolic-link place=audit-file")
    try files.removeItem(at: store.audit)
    try files.linkItem(at: other, to: store.audit)
    try login(2, log: "cause=hard-linked place=audit-file links=2")
    #expect(try Data(contentsOf: other) == Data("other\n".utf8))
    try files.removeItem(at: store.audit)
    try files.createDirectory(at: store.audit, withIntermediateDirectories: false)
    try login(3, log: "cause=not-a-regular-file place=audit-file")
    try files.removeItem(at: store.audit)
    try login(4, log: "")
    try files.setAttributes([.posixPermissions: 0o644], ofItemAtPath: store.audit.path)
    try login(5, log: "cause=too-open place=audit-file mode=0644")
  }

  @Test("A file of somebody else is not written to", .enabled(if: UserDatabase.effectiveUser == 0))
  func owner() throws {
    try login(log: "")
    try FileManager.default.setAttributes([.ownerAccountID: 65_534], ofItemAtPath: store.audit.path)
    try login(1, log: "cause=wrong-owner place=audit-file owner=65534")
    #expect(try lines().count == 1)
  }

  @Test("A read-only file system and one that fails keep nobody out")
  func failing() throws {
    try login(log: "")
    for (number, call) in [cs_host_write, cs_host_pread, cs_host_openat, cs_host_flock].enumerated() {
      let time = now + 600 * Int64(number + 1)
      // The store makes as many calls before it; the last one is the audit file's.
      cs_host_fail(call, 0, 0)
      let counting = try Login(store).answer(try Codes.totp(at: time))
      #expect(counting.authenticate(at: time) == PAM_SUCCESS)
      let calls = cs_host_count(call)
      cs_host_fail(call, calls, call == cs_host_openat ? EROFS : EIO)
      defer { cs_host_fail(call, 0, 0) }
      let login = try Login(store).answer(try Codes.totp(at: time + 300))
      #expect(login.authenticate(at: time + 300) == PAM_SUCCESS)
      let cause = call == cs_host_openat ? "read-only-file-system" : "system-error"
      #expect(login.log.contains("cause=\(cause) place=audit-file call="), "\(login.log)")
    }
    #expect(try lines().count == 5)
  }

  @Test("A process that keeps the lock holds a login up for a second at most")
  func locked() throws {
    try login(log: "")
    let holder = try FileDescriptor.open(FilePath(Array(store.audit.path.utf8)), .read)
    #expect(try holder.tryLock())
    cs_host_hurry(1)
    defer { cs_host_hurry(0) }
    try login(1, log: "cause=locked waited=1 hint=another process holds the audit file")
    withExtendedLifetime(holder) {}
  }
}
