import Foundation
import Testing

/// `tokens`, `assign`, and the hardware tokens in other commands.
@Suite struct TokensTests {
  /// Of RFC 4226 appendix D.
  private static let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
  let store: StoreRoot

  init() throws { store = try StoreRoot() }

  private func object(_ result: Command.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  private func list() throws -> [[String: Any]] {
    let result = try store.run("tokens", "list", "--json")
    return try #require(try JSONSerialization.jsonObject(with: result.output) as? [[String: Any]])
  }

  private func add(_ serial: String, _ options: String..., key: String = TokensTests.key) throws -> Command.Result {
    try store.run(["tokens", "add", serial] + options, input: key + "\n")
  }

  @Test("An inventory is empty at first, and its directory is made with the first token")
  func add() throws {
    #expect(try store.run("tokens", "list").output.isEmpty && list().isEmpty)
    #expect(try !store.files().keys.contains("tokens"))
    let result = try add("A-100", "--type", "hotp", "--digits", "8", "--counter", "3", "--manufacturer", "ACME GmbH")
    #expect(result.status == 0 && result.outputText == "Added the token A-100 to the inventory.\n")
    let directory = store.directory.appendingPathComponent("var/lib/countersign/tokens")
    for (path, mode) in [(directory.path, 0o700), (directory.appendingPathComponent("A-100").path, 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == mode)
    }
    let token = try #require(try list().first)
    #expect(token["serial"] as? String == "A-100" && token["manufacturer"] as? String == "ACME GmbH")
    #expect(token["kind"] as? String == "hotp" && token["digits"] as? Int == 8 && token["state"] as? String == "free")
    let row = try store.run("tokens", "list").outputText.split(separator: "\n")
    #expect(row.last == "A-100   ACME GmbH     hotp  8       never    free")
    #expect(try store.run("tokens", "show", "A-100").outputText.contains("\n  state         free\n"))
    for (_, content) in try store.files() { #expect(content.range(of: Data("12345678901234567890".utf8)) == nil) }
  }

  @Test("The same token twice is one; another key under its serial number is refused")
  func twice() throws {
    #expect(try add("7").status == 0)
    let before = try store.files()
    #expect(try add("7").outputText == "The token 7 is there already; nothing was changed.\n")
    let other = String(Self.key.reversed())
    Complaints.expectPair(try add("7", key: other), status: 1, "there is another token 7", "tokens remove 7")
    Complaints.expectPair(try add("7", "--digits", "8"), status: 1, "there is another token 7")
    #expect(try store.files() == before)
    for serial in ["", "a b", String(repeating: "x", count: 65), "\u{e9}"] { #expect(try add(serial).status == 2) }
  }

  @Test("A code confirms that a token is assigned; it is a device with the serial number as its name")
  func assign() throws {
    #expect(try add("A-100", "--type", "hotp", "--expires", "2199-01-01").status == 0)
    Complaints.expectPair(
      try store.run("assign", "nobody", "--serial", "A-100", input: "000000\n000000\n000000\n"), status: 1,
      "none of 3 codes was right")
    #expect(try list().first?["state"] as? String == "free")
    // RFC 4226 appendix D: the codes of 0, 1, 2.
    let result = try store.run("assign", "nobody", "--serial", "A-100", input: "287082\n")
    #expect(result.status == 0 && result.outputText.hasPrefix("Assigned the token A-100 to nobody.\n"))
    #expect(result.outputText.contains("Recovery codes"))
    let token = try #require(try list().first)
    #expect(token["state"] as? String == "assigned" && token["user"] as? String == "nobody")
    #expect(token["by"] as? String == "root" && token["device"] as? Int == 1)
    let device = try #require((object(store.run("status", "nobody", "--json"))["devices"] as? [[String: Any]])?.first)
    #expect(device["name"] as? String == "A-100" && device["serial"] as? String == "A-100")
    #expect((device["expires"] as? String)?.hasPrefix("21") == true)
    Complaints.expectPair(try store.run("verify", "nobody", input: "287082\n"), status: 1, "the code is wrong")
    #expect(try store.run("verify", "nobody", input: "359152\n").status == 0)
    #expect(try store.run("report").outputText.contains("1 hardware token, 0 of them free"))
    let counts = try #require(object(store.run("report", "--json"))["tokens"] as? [String: Int])
    #expect(counts == ["total": 1, "free": 0, "assigned": 1, "left": 0])
    #expect(try store.run("audit", "show", "--json").outputText.contains("\"action\":\"assign-token\""))
  }

  @Test("A token has one owner, and nobody's token cannot be taken back")
  func oneOwner() throws {
    #expect(try add("1").status == 0)
    Complaints.expectPair(
      try store.run("tokens", "return", "1", "--yes"), status: 1, "nobody has the token 1", "tokens list")
    #expect(
      try store.run("tokens", "assign", "1", "nobody", "--no-confirm", "--quiet", "--name", "blue").status == 0)
    let before = try store.files()
    for words in [["assign", "root", "--serial", "1"], ["tokens", "assign", "1", "nobody"]] {
      Complaints.expectPair(
        try store.run(words + ["--no-confirm"]), status: 1, "nobody has the token 1", "tokens return 1")
    }
    Complaints.expectPair(try store.run("tokens", "remove", "1", "--yes"), status: 1, "nobody has the token 1")
    Complaints.expectPair(
      try store.run("assign", "nobody", "--serial", "2"), status: 1, "there is no token 2", "tokens list")
    #expect(try store.files() == before)
  }

  @Test("A token comes back with its counter, however it is taken away", arguments: [
    ["tokens", "return", "A-100", "--yes"], ["remove", "nobody", "A-100", "--yes"],
    ["reset", "nobody", "--reason", "lost", "--yes"],
  ])
  func comesBack(words: [String]) throws {
    #expect(try add("A-100", "--type", "hotp").status == 0)
    #expect(try store.run("assign", "nobody", "--serial", "A-100", "--quiet", input: "755224\n").status == 0)
    #expect(try store.run("verify", "nobody", input: "287082\n").status == 0)
    #expect(try store.run(words).status == 0)
    #expect(try list().first?["state"] as? String == "free")
    // The codes of 0 and 1 are used, whoever has the token.
    #expect(try store.run("assign", "root", "--serial", "A-100", "--no-confirm", "--quiet").status == 0)
    #expect(try store.run("verify", "root", input: "287082\n").status == 1)
    #expect(try store.run("verify", "root", input: "359152\n").status == 0)
  }

  @Test("Whose files were taken away unread leaves a token whose counter a code has to confirm")
  func left() throws {
    #expect(try add("A-100", "--type", "hotp").status == 0)
    #expect(try store.run("assign", "nobody", "--serial", "A-100", "--quiet", input: "755224\n").status == 0)
    #expect(try store.run("remove", "nobody", "--all", "--yes").status == 0)
    #expect(try list().first?["state"] as? String == "left")
    #expect(try store.run("tokens", "list", "--free").outputText.contains("free; nobody no longer has it"))
    Complaints.expectPair(
      try store.run("assign", "root", "--serial", "A-100", "--no-confirm"), status: 1, "is not certain", "--no-confirm")
    #expect(try store.run("assign", "root", "--serial", "A-100", "--quiet", input: "359152\n").status == 0)
    #expect(try store.run("verify", "root", input: "287082\n").status == 1)
    #expect(try list().first?["user"] as? String == "root")
  }

  @Test("Taking back the last device, and removing a token, is asked about")
  func consent() throws {
    #expect(try add("1").status == 0)
    #expect(try store.run("assign", "nobody", "--serial", "1", "--no-confirm", "--quiet").status == 0)
    Complaints.expectPair(
      try store.run("tokens", "return", "1"), status: 1, "would be taken from nobody, who will be left", "add --yes")
    let back = try store.run("tokens", "return", "1", "--yes")
    #expect(back.outputText == "nobody no longer has the token 1.\nnobody is no longer enrolled.\n" && back.errors.isEmpty)
    Complaints.expectPair(try store.run("tokens", "remove", "1"), status: 1, "would be gone", "add --yes")
    #expect(try store.run("tokens", "remove", "1", "--yes").outputText == "Removed the token 1.\n")
    #expect(try list().isEmpty)
    Complaints.expectPair(try store.run("tokens", "show", "1"), status: 1, "there is no token 1")
  }

  @Test("Rotating the host key seals tokens anew, too")
  func rotate() throws {
    #expect(try add("A-100", "--type", "hotp").status == 0)
    #expect(try store.run("rotate-key", "--yes").outputText.hasPrefix("Sealed 1 record anew"))
    #expect(try store.run("assign", "nobody", "--serial", "A-100", "--quiet", input: "755224\n").status == 0)
    #expect(try store.run("rotate-key", "--yes").outputText.hasPrefix("Sealed 2 records anew"))
    #expect(try store.run("tokens", "return", "A-100", "--yes").status == 0)
    #expect(try list().first?["state"] as? String == "free")
  }

  @Test("An old record that brings a token back is told of, and the token keeps its owner")
  func oldRecord() throws {
    #expect(try add("1", "--type", "hotp").status == 0)
    #expect(try store.run("assign", "nobody", "--serial", "1", "--no-confirm", "--quiet").status == 0)
    let record = store.directory.appendingPathComponent("var/lib/countersign/users/nobody")
    let old = try Data(contentsOf: record)
    #expect(try store.enroll("nobody", "--name", "phone").isEmpty == false)
    #expect(try store.run("tokens", "return", "1", "--yes").status == 0)
    #expect(try store.run("assign", "root", "--serial", "1", "--no-confirm", "--quiet").status == 0)
    try old.write(to: record)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: record.path)
    Complaints.expectPair(
      try store.run("report"), status: 1, "nobody has the token 1, and the inventory says otherwise",
      "countersign remove nobody 1")
    #expect(try list().first?["user"] as? String == "root")
    #expect(try store.run("remove", "nobody", "1", "--yes").status == 0)
    #expect(try list().first?["user"] as? String == "root" && store.run("report").status == 0)
  }

  @Test("A token whose record is damaged is told of by its path, and stands in nobody's way")
  func damaged() throws {
    #expect(try add("1").status == 0 && add("2").status == 0)
    #expect(try store.run("assign", "nobody", "--serial", "1", "--no-confirm", "--quiet").status == 0)
    let file = store.directory.appendingPathComponent("var/lib/countersign/tokens/1")
    try Data("countersign-token 1\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    let result = try store.run("tokens", "list")
    Complaints.expectPair(result, status: 1, "/tokens/1 was changed by something else", "import the token again")
    #expect(result.outputText.contains("\n2 "))
    Complaints.expectPair(try store.run("report"), status: 1, "/tokens/1")
    Complaints.expectPair(try store.run("rotate-key", "--yes"), status: 1, "1 record cannot be read")
    #expect(try store.run("remove", "nobody", "1", "--yes").status == 0)
  }
}
