import Foundation
import Testing

/// The audit file as the commands write, check, show and rotate it.
@Suite struct AuditTests {
  private let store: StoreRoot

  init() throws { store = try StoreRoot() }

  private var directory: URL { store.directory.appendingPathComponent("var/log/countersign") }
  private var file: URL { directory.appendingPathComponent("audit.jsonl") }

  private func lines() throws -> [[String: Any]] {
    try Data(contentsOf: file).split(separator: 10).map {
      try #require(JSONSerialization.jsonObject(with: $0) as? [String: Any])
    }
  }

  private func facts(_ arguments: String...) throws -> [String: Any] {
    let result = try CountersignCommandLine.run(
      ["audit", "verify", "--json", "--root", store.directory.path] + arguments)
    return try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  private func replace(_ text: String, with other: String) throws {
    let whole = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    try Data(whole.replacingOccurrences(of: text, with: other).utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
  }

  @Test("Every command that changes something writes one line, with who did it; no other one writes any")
  func changes() throws {
    let key = try store.enroll("nobody")
    #expect(try lines().map { $0["action"] as? String } == ["enroll", "show-key"])
    _ = try store.run("verify", "nobody", input: OTPAuth.wrongCode(key) + "\n")
    for command in ["list", "status"] { _ = try store.run(command, "nobody") }
    #expect(try lines().count == 3)
    #expect(try store.run("unlock", "nobody", "--yes").status == 0)
    #expect(try store.run("unlock", "nobody").status == 0)
    #expect(try store.run("rename", "nobody", "phone", "old phone").status == 0)
    #expect(try store.run("recovery-codes", "nobody", "--quiet").status == 0)
    try store.enroll("nobody", "--name", "new")
    #expect(try store.run("remove", "nobody", "old phone", "--yes").status == 0)
    #expect(try store.run("remove", "nobody", "missing", "--yes").status == 1)
    #expect(try store.run("remove", "nobody", "--all", "--yes").status == 0)
    let lines = try lines()
    #expect(
      lines.map { $0["action"] as? String } == [
        "enroll", "show-key", "verify", "unlock", "rename", "recovery-codes", "enroll", "show-key", "remove", "remove-all",
      ])
    for line in lines {
      #expect(line["event"] as? String == "administration" && line["outcome"] as? String == "changed")
      #expect(line["user"] as? String == "nobody" && (line["by"] as? String)?.isEmpty == false)
    }
    #expect(lines[0]["device"] as? String == "1:phone" && lines[0]["kind"] as? String == "totp")
    #expect(lines[2]["result"] as? String == "wrong-code")
    #expect(lines[3]["misses"] as? Int == 1 && lines[3]["device"] as? String == "1:phone")
    #expect(lines[4]["new-name"] as? String == "old phone" && lines[8]["device"] as? String == "1:old phone")
    #expect(!String(decoding: try Data(contentsOf: file), as: UTF8.self).contains(key))
  }

  @Test("What a helpdesk does is written down with its reason")
  func helpdesk() throws {
    try store.enroll("nobody")
    let commands = [
      ["bypass", "nobody", "--for", "1h", "--reason", "phone lost, ticket 4711", "--service", "sshd", "--uses", "2"],
      ["bypass", "nobody", "--revoke"], ["temporary-code", "nobody", "--quiet"], ["temporary-code", "nobody", "--revoke"],
      ["disable-device", "nobody"], ["enable-device", "nobody"], ["enable-device", "nobody"], ["forget", "nobody"],
      ["reset", "nobody", "--reason", "begins anew"],
    ]
    for command in commands {
      let consent = ["bypass", "temporary-code"].contains(command[0]) && !command.contains("--revoke") ? [] : ["--yes"]
      let result = try CountersignCommandLine.run(command + consent + ["--root", store.directory.path])
      #expect(result.status == 0, "\(command): \(result.errorText)")
    }
    let lines = try lines().dropFirst(2)
    #expect(
      lines.map { $0["action"] as? String } == [
        "bypass", "revoke-bypass", "temporary-code", "revoke-temporary-code", "disable-device", "enable-device", "reset",
      ])
    #expect(lines.first?["reason"] as? String == "phone lost, ticket 4711" && lines.first?["uses"] as? Int == 2)
    #expect(lines.first?["service"] as? String == "sshd" && lines.last?["reason"] as? String == "begins anew")
  }

  @Test("verify says how many lines are right, from when to when, and where the chain ends")
  func verification() throws {
    try store.enroll("nobody")
    let result = try store.run("audit", "verify")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.outputText.hasPrefix("2 lines are as they were written.\n  first  20"))
    let facts = try facts()
    let head = try #require(facts["head"] as? String)
    #expect(result.outputText.hasSuffix("  head   \(head), line 2\n"))
    #expect(facts["lines"] as? Int == 2 && facts["sequence"] as? Int == 2 && facts["problem"] == nil)
    #expect(facts["noted"] == nil && (facts["remarks"] as? [Any])?.isEmpty == true)
    #expect(try self.facts("--noted", head)["noted"] as? Bool == true)
    #expect(try store.run("audit", "verify", "--noted", head.lowercased()).status == 0)
    let other = String(repeating: "0", count: 64)
    Complaints.expectPair(try store.run("audit", "verify", "--noted", other), status: 1, "no line has the noted hash")
    Complaints.expectPair(try store.run("audit", "verify", "--noted", "12"), status: 2, "64 hexadecimal digits")
  }

  @Test("verify names the first bad line and why, in words and in JSON")
  func damage() throws {
    try store.enroll("nobody")
    try store.enroll("nobody", "--name", "second")
    try replace("\"device\":\"2:second\"", with: "\"device\":\"2:sEcond\"")
    Complaints.expectPair(
      try store.run("audit", "verify"), status: 1, "audit.jsonl, line 3: this line or the one before it was altered")
    let facts = try facts()
    let problem = try #require(facts["problem"] as? [String: Any])
    #expect(problem["line"] as? Int == 3 && problem["kind"] as? String == "altered" && facts["lines"] as? Int == 2)
    let whole = try Data(contentsOf: file)
    let lines = whole.split(separator: 10)
    try (lines[0] + Data([10]) + lines[3] + Data([10])).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    Complaints.expectPair(
      try store.run("audit", "verify"), status: 1, "audit.jsonl, line 2: 2 lines before it are missing")
  }

  @Test("A line that a crash cut off is told from an altered one, before and after the next line")
  func torn() throws {
    try store.enroll("nobody")
    let whole = try Data(contentsOf: file)
    try whole.dropLast(20).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    let before = try store.run("audit", "verify")
    #expect(before.status == 0 && before.outputText.contains("audit.jsonl, line 2: ends in "))
    #expect(try store.run("rename", "nobody", "phone", "other").status == 0)
    let after = try store.run("audit", "verify")
    #expect(after.status == 0 && after.outputText.contains("line 2: "))
    #expect(after.outputText.contains("bytes of a line that was never finished"))
    let shown = try store.run("audit", "show")
    #expect(shown.status == 0 && shown.errorText.contains("countersign: warning: 1 line could not be read"))
  }

  @Test("rotate ends the file; verify goes through all, and through copies of them")
  func rotation() throws {
    Complaints.expectPair(try store.run("audit", "rotate"), status: 1, "the audit file has no line yet")
    try store.enroll("nobody")
    let result = try store.run("audit", "rotate")
    #expect(result.status == 0)
    #expect(result.outputText.hasPrefix("The audit file was ended with line 3; it is audit.jsonl.1 now.\n  head   "))
    #expect(try lines().map { $0["event"] as? String } == ["continued", "administration"])
    #expect(try facts()["lines"] as? Int == 5)
    let older = directory.appendingPathComponent("audit.jsonl.1").path
    let copies = try CountersignCommandLine.run(["audit", "verify", older, file.path])
    #expect(copies.status == 0 && copies.outputText.hasPrefix("5 lines are as they were written.\n"))
    let swapped = try CountersignCommandLine.run(["audit", "verify", file.path, older])
    Complaints.expectPair(swapped, status: 1, "audit.jsonl.1, line 1: the chain begins anew here")
    let alone = try CountersignCommandLine.run(["audit", "verify", file.path])
    #expect(alone.status == 0 && alone.outputText.contains("line 1: goes on from a file that is no longer here"))
    let missing = try CountersignCommandLine.run(["audit", "verify", older + "0"])
    Complaints.expectPair(missing, status: 1, "cannot open")
  }

  @Test("show selects by user, time and kind; --json gives the lines as they stand")
  func show() throws {
    try store.enroll("nobody")
    try store.enroll("daemon")
    let all = try store.run("audit", "show").outputText.split(separator: "\n")
    #expect(all.count == 5 && all[0].hasPrefix("TIME ") && all[0].hasSuffix("REASON"))
    #expect(all[1].contains("changed") && all[1].contains(" nobody ") && all[1].contains("1:phone"))
    #expect(try store.run("audit", "show", "--user", "daemon").outputText.split(separator: "\n").count == 3)
    let json = try store.run("audit", "show", "--json", "--user", "nobody").output
    let stored = try Data(contentsOf: file).split(separator: 10).prefix(2)
    #expect(json == stored.map { $0 + Data([10]) }.reduce(Data(), +))
    for (option, value, count) in [
      ("--since", "1h", 5), ("--until", "1h", 1), ("--since", "2099-01-01", 1), ("--until", "2099-01-01T10:00", 5),
      ("--since", "2020-01-01T10:00:30", 5), ("--event", "login", 1), ("--event", "administration", 5),
    ] {
      let shown = try store.run("audit", "show", option, value).outputText.split(separator: "\n")
      #expect(shown.count == count, "\(option) \(value)")
    }
    for value in ["yesterday", "2026-13-01", "2026-11-25T10", "2026-02-30", "4"] {
      #expect(try store.run("audit", "show", "--since", value).status == 2, "\(value)")
    }
  }

  @Test("Times are shown and read by this machine's zone, whatever the caller's TZ says")
  func localTimes() throws {
    try store.enroll("nobody")
    let here = try store.run("audit", "show").outputText
    let shown = try #require(here.split(separator: "\n").dropFirst().first)
    let minute = String(shown.prefix(16)).replacing(" ", with: "T")
    for zone in ["UTC", "XST+2", "EST-2", "Pacific/Kiritimati"] {
      #expect(try store.run("audit", "show", environment: ["TZ": zone]).outputText == here, "\(zone)")
      let since = try store.run("audit", "show", "--since", minute, environment: ["TZ": zone])
      #expect(since.outputText == here, "\(zone)")
    }
  }

  @Test("Without an audit file commands do their work and say that it is not written down")
  func withoutDirectory() throws {
    try FileManager.default.removeItem(at: directory)
    let result = try store.run("enroll", "nobody", "--no-confirm", "--quiet")
    #expect(result.status == 0)
    #expect(result.errorText.contains("countersign: warning: it is done, but not in the audit file: "))
    #expect(result.errorText.contains("var/log/countersign is missing"))
    Complaints.expectPair(try store.run("audit", "verify"), status: 1, "var/log/countersign is missing")
    Complaints.expectPair(try store.run("audit", "show"), status: 1, "var/log/countersign is missing")
    Complaints.expectPair(try store.run("audit", "rotate"), status: 1, "var/log/countersign is missing")
    try FileManager.default.createDirectory(
      at: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    Complaints.expectPair(try store.run("audit", "verify"), status: 1, "there is no audit file yet")
    #expect(try store.run("audit", "show").output.isEmpty)
  }
}
