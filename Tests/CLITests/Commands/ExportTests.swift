import Foundation
import Testing

/// `export`, and taking back by `import` what it wrote; what each format holds is tested with its writer and reader.
@Suite struct ExportTests {
  /// Of RFC 4226 appendix D.
  private static let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
  private static let passphrase = "correct horse battery staple"
  let store: StoreRoot

  init() throws { store = try StoreRoot() }

  /// A time-based device of published secret and an event-based one.
  private func enroll() throws {
    let lines = """
      otpauth://totp/nobody?secret=\(Self.secret)&algorithm=SHA256&digits=8&period=60
      otpauth://hotp/nobody?secret=\(Self.secret.reversed().map(String.init).joined())&counter=7
      """
    #expect(try store.run("import", "otpauth", "-", input: lines).status == 0)
  }

  private func audit() throws -> [Substring] {
    try String(contentsOf: store.directory.appendingPathComponent("var/log/countersign/audit.jsonl"), encoding: .utf8)
      .split(separator: "\n")
  }

  @Test("Without consent nothing leaves the store, and no log says so")
  func consent() throws {
    try enroll()
    let before = try audit().count
    for format in ["otpauth", "json", "pskc"] {
      let result = try store.run("export", "nobody", "--format", format)
      Complaints.expectPair(result, status: 1, "the secrets of 2 devices of nobody would be shown", "add --yes")
      #expect(result.output.isEmpty)
    }
    #expect(try audit().count == before)
  }

  @Test("Each format is taken back by another store as it was", arguments: ["otpauth", "json", "pskc"])
  func roundTrip(format: String) throws {
    try enroll()
    let encrypts = format == "pskc"
    let options = encrypts ? ["--passphrase-stdin"] : []
    let exported = try store.run(
      ["export", "nobody", "--format", format, "--yes"] + options, input: Self.passphrase + "\n")
    #expect(exported.status == 0, "\(exported.errorText)")
    #expect(exported.outputText.contains(Self.secret) == !encrypts)
    let line = try #require(try audit().last)
    #expect(line.contains("\"action\":\"export\"") && line.contains("\"format\":\"\(format)\",\"devices\":2"))
    #expect(!line.contains(Self.secret))
    let other = try StoreRoot()
    let file = other.directory.appendingPathComponent("file")
    try exported.output.write(to: file)
    let imported = try other.run(["import", "auto", file.path] + options, input: Self.passphrase + "\n")
    #expect(imported.status == 0 && imported.errors.isEmpty, "\(imported.outputText)\(imported.errorText)")
    let again = try other.run(
      ["export", "nobody", "--format", "json", "--yes"])
    let first = try store.run("export", "nobody", "--format", "json", "--yes")
    #expect(again.outputText.contains("\"next\":7,") && first.outputText.contains("\"look-ahead\":10,\"next\":7,"))
    if format != "otpauth" { #expect(again.output == first.output) }
    let code = try OTPAuth.code(Self.secret, hash: "sha256", options: ["--digits=8", "--time-step-size=60s"])
    #expect(try other.run("verify", "nobody", input: code + "\n").status == 0)
  }

  @Test("What has been used stays used after a round trip by JSON")
  func watermark() throws {
    try enroll()
    let code = try OTPAuth.code(Self.secret, hash: "sha256", options: ["--digits=8", "--time-step-size=60s"])
    #expect(try store.run("verify", "nobody", input: code + "\n").status == 0)
    let exported = try store.run("export", "nobody", "--format", "json", "--yes")
    let other = try StoreRoot()
    #expect(try other.run("import", "json", "-", input: exported.outputText).status == 0)
    #expect(try other.run("export", "nobody", "--format", "json", "--yes").output == exported.output)
    #expect(try other.run("verify", "nobody", input: code + "\n").status == 1)
  }

  @Test("A file is new, for root alone, and complete; an existing one is left alone")
  func output() throws {
    try enroll()
    let path = store.directory.appendingPathComponent("devices.json").path
    let result = try store.run("export", "nobody", "phone", "--format", "json", "--output", path, "--yes")
    #expect(result.status == 0 && result.output.isEmpty, "\(result.errorText)")
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.uint32Value == 0o600)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("{\"countersign\":1,\"user\":\"nobody\",\"name\":\"phone\"") && text.hasSuffix("}\n"))
    let before = try audit().count
    Complaints.expectPair(
      try store.run("export", "nobody", "--output", path, "--yes"), status: 1, "exists already", "another name")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text && audit().count == before)
  }

  @Test("Disabled devices are left out, and named ones refused")
  func disabled() throws {
    try enroll()
    #expect(try store.run("disable-device", "nobody", "token", "--yes").status == 0)
    let result = try store.run("export", "nobody", "--format", "json", "--yes")
    #expect(result.status == 0 && result.outputText.split(separator: "\n").count == 1)
    #expect(result.errorText.contains("warning: token is disabled and left out"))
    Complaints.expectPair(
      try store.run("export", "nobody", "token", "--yes"), status: 1, "token of nobody is disabled", "enable-device")
  }

  @Test("Recovery codes are said to be in no export")
  func recoveryCodes() throws {
    try enroll()
    #expect(!(try store.run("export", "nobody", "--yes").errorText.contains("recovery codes")))
    #expect(try store.run("recovery-codes", "nobody").status == 0)
    #expect(try store.run("export", "nobody", "--yes").errorText.contains("the recovery codes are not in it"))
  }

  @Test("A key container needs a passphrase that is no word", arguments: [
    ("", "there was no answer"), ("\n", "fewer than 12 bytes"), ("elevenbytes\n", "fewer than 12 bytes"),
  ])
  func passphrases(input: String, error: String) throws {
    try enroll()
    let result = try store.run(
      "export", "nobody", "--format", "pskc", "--yes", "--passphrase-stdin", input: input)
    Complaints.expectPair(result, status: 1, error)
    #expect(result.output.isEmpty)
    Complaints.expectPair(
      try store.run("export", "nobody", "--format", "pskc", "--yes"), status: 1, "needs a passphrase", "--passphrase-stdin")
  }

  @Test("At a terminal everything is asked for, and nothing secret is echoed")
  func terminal() throws {
    try enroll()
    let file = store.directory.appendingPathComponent("devices.xml").path
    let export = try TerminalDialogue([
      CountersignCommandLine.path, "export", "nobody", "--format", "pskc", "--output", file, "--root",
      store.directory.path,
    ])
    try export.expect("2 devices of nobody will be written into")
    try export.expect("[y/N] ")
    try export.type("y\n")
    try export.expect("Passphrase for the file: ")
    try export.type(Self.passphrase + "\n")
    try export.expect("The same once more: ")
    try export.type(Self.passphrase + "\n")
    #expect(try export.finish() == 0)
    #expect(!export.transcript.contains(Self.passphrase))
    let other = try StoreRoot()
    let take = try TerminalDialogue([
      CountersignCommandLine.path, "import", "auto", file, "--root", other.directory.path,
    ])
    try take.expect("The passphrase of \(file): ")
    try take.type(Self.passphrase + "\n")
    #expect(try take.finish() == 0)
    #expect(!take.transcript.contains(Self.passphrase) && take.transcript.contains("Took 2 devices."))
  }

  @Test("Options that do not belong together are refused", arguments: [
    ["--passphrase-stdin"], ["--format", "json", "--issuer", "x"], ["--format", "xml"],
  ])
  func usage(options: [String]) throws {
    #expect(try store.run(["export", "nobody"] + options).status == 2)
  }
}
