import Foundation
import Testing

/// `policy check`: what it finds, how it says so, and its exit code.
@Suite struct PolicyCheckTests {
  private func check(_ policy: String, _ options: String...) throws -> Command.Result {
    let store = try StoreRoot()
    try store.write(policy: policy)
    return try store.run(["policy", "check"] + options)
  }

  @Test("A sound policy: one line, exit code 0")
  func sound() throws {
    let result = try check("Mode enrolled\nMatch User alice\n  Mode mandatory\n")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.outputText.contains("no errors, no warnings; 2 settings in 1 Match block."))
    #expect(result.outputText.split(separator: "\n").allSatisfy { !$0.contains(": error: ") })
  }

  @Test("Every error with its line and column, and a mark below the place")
  func errors() throws {
    let result = try check("Mood enrolled\nMode mandatory\nMatch Network 192.0.2.1/24\n  Mode disabled\n")
    #expect(result.status == 1)
    let lines = result.outputText.split(separator: "\n").map(String.init)
    #expect(lines[0].hasSuffix("/countersign.conf:1:1: error: there is no such keyword"))
    #expect(lines[1] == "    Mood enrolled" && lines[2] == "    ^" && lines[3].hasPrefix("  hint: "))
    #expect(lines.contains { $0.contains("/countersign.conf:3:15: error: ") })
    #expect(lines.contains("    Match Network 192.0.2.1/24") && lines.contains("                  ^"))
    #expect(result.outputText.contains("2 errors; with this policy nobody is let in."))
  }

  @Test("Warnings let pass, unless they are not to")
  func warnings() throws {
    let policy = "Mode enrolled\nMatch Group no-such-group-here\n  Mode mandatory\n"
    let result = try check(policy)
    #expect(result.status == 0)
    #expect(result.outputText.contains(":2:13: warning: ") && result.outputText.contains("no errors, 1 warning;"))
    #expect(try check(policy, "--strict").status == 1)
    #expect(try check("Mode enrolled\n", "--strict").status == 0)
  }

  @Test("JSON has every remark")
  func json() throws {
    let result = try check("Mood enrolled\nMode x\n", "--json")
    #expect(result.status == 1)
    let facts = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    #expect(facts["errors"] as? Int == 2 && facts["complete"] as? Bool == true)
    let remarks = try #require(facts["remarks"] as? [[String: Any]])
    #expect(remarks.map { $0["name"] as? String } == ["unknown-keyword", "unknown-word"])
    #expect(remarks.map { $0["line"] as? Int } == [1, 2] && remarks.map { $0["column"] as? Int } == [1, 6])
  }

  @Test("An empty file and one that others may write refuse; no file at all is fine")
  func files() throws {
    let empty = try check("")
    #expect(empty.status == 1 && empty.outputText.contains("error: the file is empty"))
    let store = try StoreRoot()
    #expect(try store.run("policy", "check").outputText.contains("there is no such file"))
    #expect(try store.run("policy", "check").status == 0)
    let file = store.directory.appendingPathComponent("etc/countersign/countersign.conf")
    try store.write(policy: "Mode enrolled\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file.path)
    Complaints.expectPair(try store.run("policy", "check"), status: 1, "has mode 0666")
    #expect(try store.run("policy", "check", file.path).status == 0)
    let missing = try store.run("policy", "check", "/no/such/file")
    Complaints.expectPair(missing, status: 1, "there is no file /no/such/file")
    Complaints.expectPair(try store.run("policy", "check", store.directory.path), status: 1, "cannot read")
  }

  @Test("Without root a file that can be read is checked, and what was not looked at is said")
  func unprivileged() throws {
    try TemporaryDirectory.with { folder in
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
      let command = folder.appendingPathComponent("countersign")
      try Command.install(CountersignCommandLine.path, at: command.path)
      let file = folder.appendingPathComponent("new.conf")
      try Data("Mode mandatory\n".utf8).write(to: file)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
      func run() throws -> Command.Result {
        try Command.run(
          "/usr/bin/setpriv",
          ["--reuid=65534", "--regid=65534", "--clear-groups", command.path, "policy", "check", file.path])
      }
      let result = try run()
      #expect(result.status == 0, "\(result.errorText)")
      #expect(result.outputText.contains("Not looked at: who is enrolled"))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      Complaints.expectPair(try run(), status: 1, "cannot be read by you", "sudo")
    }
  }
}
