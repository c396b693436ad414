import Foundation
import Testing

/// `import` as a whole; what each format holds is tested with its reader.
@Suite struct ImportTests {
  /// Of RFC 4226 appendix D.
  private static let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
  let store: StoreRoot

  init() throws { store = try StoreRoot() }

  private func facts(_ result: Command.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  private func devices(of user: String) throws -> [[String: Any]] {
    let result = try store.run("list", user, "--json")
    return try #require(try JSONSerialization.jsonObject(with: result.output) as? [[String: Any]])
  }

  @Test("Devices are taken, reported, logged once a user, and accept codes")
  func taken() throws {
    let text = """
      otpauth://totp/nobody?secret=\(Self.secret)
      otpauth://hotp/nobody?secret=\(Self.secret.reversed().map(String.init).joined())&counter=7
      otpauth://totp/root?secret=\(Self.secret)
      """
    let result = try store.run("import", "auto", "-", input: text)
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(
      result.outputText == """
        taken    -:1: nobody: phone, time-based, sha1, 6 digits, every 30 s
        taken    -:2: nobody: token, event-based, sha1, 6 digits, next counter 7
        taken    -:3: root: phone, time-based, sha1, 6 digits, every 30 s
        Took 3 devices.

        """)
    #expect(!result.outputText.contains(Self.secret))
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(Self.secret) + "\n").status == 0)
    let audit = try String(
      contentsOf: store.directory.appendingPathComponent("var/log/countersign/audit.jsonl"), encoding: .utf8)
    let lines = audit.split(separator: "\n").filter { $0.contains("\"action\":\"import\"") }
    #expect(lines.count == 2)
    #expect(lines.first?.contains("\"format\":\"otpauth\",\"devices\":2,\"already-there\":0") == true, "\(lines)")
  }

  @Test("A file imported twice gives no device twice")
  func twice() throws {
    let line = "otpauth://hotp/nobody?secret=\(Self.secret)&counter=7\n"
    #expect(try store.run("import", "otpauth", "-", input: line).status == 0)
    let before = try store.files()
    let again = try store.run("import", "otpauth", "-", input: line)
    #expect(again.status == 0)
    #expect(again.outputText == "there    -:1: nobody: token has this very secret\nTook 0 devices; 1 there already.\n")
    #expect(try store.files() == before)
    let later = try store.run(
      "import", "otpauth", "-", "--json", input: line.replacingOccurrences(of: "counter=7", with: "counter=9"))
    let facts = try facts(later)
    #expect(facts["alreadyThere"] as? Int == 1 && facts["taken"] as? Int == 0)
    #expect("\(facts)".contains("its next counter is 9 now"))
    #expect(try devices(of: "nobody").count == 1)
  }

  @Test("--dry-run reports the same and writes nothing")
  func dryRun() throws {
    let text = "otpauth://totp/nobody?secret=\(Self.secret)\notpauth://totp/nobody?secret=\(Self.secret)\nrubbish\n"
    let before = try store.files()
    let dry = try store.run("import", "otpauth", "-", "--dry-run", input: text)
    let summary = "Nothing was written. Would take 1 device; 1 there already; 1 refused.\n"
    #expect(dry.status == 1 && dry.outputText.hasSuffix(summary))
    #expect(try store.files() == before)
    let real = try store.run("import", "otpauth", "-", input: text)
    #expect(real.status == 1)
    #expect(real.outputText.split(separator: "\n").dropLast() == dry.outputText.split(separator: "\n").dropLast())
    let now = try store.files()
    #expect(try store.run("import", "otpauth", "-", "--dry-run", input: text).status == 1)
    #expect(try store.files() == now)
  }

  @Test("What is wrong is told by line, and does not keep the rest out")
  func refused() throws {
    let text = """
      otpauth://totp/nobody?secret=\(Self.secret)
      otpauth://totp/no-such-user-here?secret=\(Self.secret)
      otpauth://totp/?secret=\(Self.secret)
      otpauth://totp/root?secret=AAAA
      """
    let result = try store.run("import", "otpauth", "-", input: text)
    Complaints.expectPair(result, status: 1, "3 entries were not taken", "nothing is taken twice")
    let output = result.outputText
    #expect(output.contains("refused  -:2: there is no account named no-such-user-here\n         hint: --map-users F"))
    #expect(output.contains("refused  -:3: the file does not say whose it is\n"))
    #expect(output.contains("refused  -:4: the secret has 16 bits, and at least 80 are needed\n"))
    #expect(output.hasSuffix("Took 1 device; 3 refused.\n"))
    #expect(try devices(of: "nobody").count == 1)
  }

  @Test("--user gives everything to one account; of two owners it does not choose")
  func oneUser() throws {
    let line = "otpauth://totp/me@elsewhere?secret=\(Self.secret)\n"
    #expect(try store.run("import", "otpauth", "-", "--user", "nobody", input: line).status == 0)
    #expect(try devices(of: "nobody").count == 1)
    Complaints.expectPair(
      try store.run("import", "otpauth", "-", "--user", "nobody", input: line + "otpauth://totp/b?secret=\(Self.secret)"),
      status: 1, "devices of more than one user", "--map-users")
    Complaints.expectPair(
      try store.run("import", "otpauth", "-", "--user", "no-such-user-here", input: line), status: 1, "no account named")
  }

  @Test("--map-users says who is who")
  func map() throws {
    try TemporaryDirectory.with { folder in
      let map = folder.appendingPathComponent("map")
      try Data("# foreign local\nme@elsewhere nobody\n".utf8).write(to: map)
      let line = "otpauth://totp/me@elsewhere?secret=\(Self.secret)\n"
      #expect(try store.run("import", "otpauth", "-", "--map-users", map.path, input: line).status == 0)
      #expect(try devices(of: "nobody").count == 1)
      for (text, error) in [("one\n", "line 1 has not two words"), ("a b\na c\n", "line 2 maps a name once more")] {
        try Data(text.utf8).write(to: map)
        Complaints.expectPair(
          try store.run("import", "otpauth", "-", "--map-users", map.path, input: line), status: 1, error)
      }
    }
  }

  @Test("A user's devices are taken together or not at all")
  func together() throws {
    let lines = (0..<21).map { number in
      "otpauth://totp/nobody?secret=\(Self.secret.dropLast())\(Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")[number])"
    }
    let result = try store.run("import", "otpauth", "-", input: lines.joined(separator: "\n"))
    #expect(result.status == 1 && result.outputText.hasSuffix("Took 0 devices; 21 refused.\n"))
    #expect(try store.files().values.allSatisfy { $0.isEmpty })
    let fewer = try store.run("import", "otpauth", "-", input: lines.dropLast().joined(separator: "\n"))
    #expect(fewer.status == 0 && fewer.outputText.contains(": phone-20, "))
  }

  @Test("Files that cannot be read, and formats that are none")
  func unreadable() throws {
    Complaints.expectPair(try store.run("import", "auto", "/no/such/file"), status: 1, "cannot open /no/such/file")
    Complaints.expectPair(try store.run("import", "auto", "/dev/null"), status: 1, "/dev/null is no regular file", "- as")
    Complaints.expectPair(try store.run("import", "auto", "-", input: "hello\n"), status: 1, "no format that is known")
    Complaints.expectPair(try store.run("import", "otpauth"), status: 2, "missing expected argument")
    Complaints.expectPair(try store.run("import", "nothing", "-"), status: 2, "nothing")
    #expect(try store.run("import", "otpauth", "-").outputText.contains("refused  -: there is nothing of this format"))
  }

  @Test("Too much is not read")
  func tooLarge() throws {
    try TemporaryDirectory.with { folder in
      let file = folder.appendingPathComponent("large")
      try Data(repeating: 0x23, count: 8_388_609).write(to: file)
      Complaints.expectPair(try store.run("import", "otpauth", file.path), status: 1, "more than 8 MiB", "split")
      let piped = try store.shell("cat \(file.path) | \"$COUNTERSIGN\" import otpauth - --root \"$ROOT\"")
      Complaints.expectPair(piped, status: 1, "standard input has more than 8 MiB", "split")
    }
  }
}
