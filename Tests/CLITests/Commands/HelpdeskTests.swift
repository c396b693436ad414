import Countersign
import Foundation
import Testing

/// `bypass`, `temporary-code`, `disable`, `enable`, `reset` and `forget`.
@Suite struct HelpdeskTests {
  private func object(_ result: Command.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  private func status(_ store: StoreRoot, _ user: String = "nobody") throws -> [String: Any] {
    try object(store.run("status", user, "--json"))
  }

  /// When an RFC 3339 time is.
  private func seconds(_ text: Any?) throws -> Double {
    let text = try #require(text as? String)
    return try #require(ISO8601DateFormatter().date(from: text)).timeIntervalSince1970
  }

  @Test("A bypass is told, shown and ended, for who is not enrolled too")
  func bypass() throws {
    let store = try StoreRoot()
    let granted = try store.run(
      "bypass", "nobody", "--for", "1h30m", "--reason", "phone lost, ticket 4711", "--service", "sshd", "--from",
      "192.0.2.0/24", "--uses", "2")
    #expect(
      granted.outputText.hasPrefix(
        "nobody logs in without a second factor for sshd, from 192.0.2.0/24, 2 times until 20"))
    let bypass = try #require(try status(store)["bypass"] as? [String: Any])
    let expected: [String: String] = [
      "by": "root", "network": "192.0.2.0/24", "reason": "phone lost, ticket 4711", "service": "sshd", "state": "active",
    ]
    for (key, value) in expected { #expect(bypass[key] as? String == value, "\(key)") }
    #expect(bypass["uses"] as? Int == 2 && bypass["used"] as? Int == 0)
    #expect(try seconds(bypass["until"]) - seconds(bypass["granted"]) == 5_400)
    let text = try store.run("status", "nobody").outputText
    for line in [
      "  reason        phone lost, ticket 4711\n", "  service       sshd\n", "  from          192.0.2.0/24\n",
      "  used          0 of 2 times\n",
    ] { #expect(text.contains(line), "\(text)") }
    #expect(!text.contains("Recovery codes"))
    #expect(try store.run("list").outputText.contains("none; bypass until 20"))
    Complaints.expectPair(
      try store.run("bypass", "nobody", "--revoke"), status: 1, "the bypass of nobody would end", "add --yes")
    #expect(try store.run("bypass", "nobody", "--revoke", "--yes").outputText == "The bypass of nobody has ended.\n")
    #expect(try store.files().keys.sorted() == ["state", "users"])
    Complaints.expectPair(try store.run("bypass", "nobody", "--revoke"), status: 1, "nobody is not enrolled")
  }

  @Test("Another bypass takes the place of the first; JSON has its facts")
  func secondBypass() throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    #expect(try store.run("bypass", "nobody", "--for", "4h", "--reason", "one").status == 0)
    let second = try object(store.run("bypass", "nobody", "--for", "5m", "--reason", "two", "--json"))
    #expect(second["reason"] as? String == "two" && second["uses"] == nil && second["service"] == nil)
    #expect((try status(store)["bypass"] as? [String: Any])?["reason"] as? String == "two")
    let ended = try object(store.run("bypass", "nobody", "--revoke", "--yes", "--json"))
    #expect(ended["reason"] as? String == "two")
    Complaints.expectPair(
      try store.run("bypass", "nobody", "--revoke", "--yes"), status: 1, "nobody has no bypass", "status nobody")
    #expect((try status(store)["devices"] as? [Any])?.count == 1)
  }

  @Test("A bypass is not longer than a day, and for an account only; nothing is stored then", arguments: [
    (["bypass", "nobody", "--for", "1d1s", "--reason", "x"], "a bypass lasts at most 24 h here", "LongestBypass"),
    (["bypass", "no-such-account", "--for", "1h", "--reason", "x"], "there is no account named no-such-account", ""),
    (["temporary-code", "no-such-account"], "there is no account named no-such-account", ""),
    (["temporary-code", "nobody", "--for", "1d1s"], "a temporary code lasts at most 24 h", "countersign bypass"),
    (["temporary-code", "nobody", "--revoke", "--yes"], "nobody is not enrolled", ""),
    (["disable-device", "nobody", "--yes"], "nobody is not enrolled", ""),
    (["enable-device", "nobody", "--yes"], "nobody is not enrolled", ""),
    (["reset", "nobody", "--reason", "x", "--yes"], "nobody is not enrolled", ""),
    (["forget", "nobody", "--yes"], "nobody is not enrolled", ""),
  ])
  func refused(arguments: [String], error: String, hint: String) throws {
    let store = try StoreRoot()
    let result = try CountersignCommandLine.run(arguments + ["--root", store.directory.path])
    Complaints.expectPair(result, status: 1, error, hint)
    #expect(result.output.isEmpty)
    #expect(try store.files().keys.sorted() == ["state", "users"])
  }

  @Test("A day is not too long")
  func longest() throws {
    let store = try StoreRoot()
    #expect(try store.run("bypass", "nobody", "--for", "1d", "--reason", "x").status == 0)
    #expect(try store.run("temporary-code", "nobody", "--for", "24h").status == 0)
  }

  @Test("The policy says how long a bypass may be, for each user and service")
  func policy() throws {
    let store = try StoreRoot()
    let file = store.directory.appendingPathComponent("etc/countersign/countersign.conf")
    let policy = "LongestBypass 2d\nMatch Service sudo\n LongestBypass 1h\nMatch User bin\n LongestBypass 30m\n"
    try Data(policy.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
    func grant(_ user: String, _ time: String, _ options: String...) throws -> Command.Result {
      try CountersignCommandLine.run(
        ["bypass", user, "--for", time, "--reason", "x", "--root", store.directory.path] + options)
    }
    #expect(try grant("nobody", "2d").status == 0)
    Complaints.expectPair(try grant("nobody", "2d1s"), status: 1, "at most 48 h here", "LongestBypass")
    Complaints.expectPair(try grant("nobody", "61m", "--service", "sudo"), status: 1, "at most 60 min here")
    #expect(try grant("nobody", "61m", "--service", "sshd").status == 0)
    #expect(try grant("bin", "30m").status == 0)
    Complaints.expectPair(try grant("bin", "31m"), status: 1, "at most 30 min here")
    try Data("LongestBypass for ever\n".utf8).write(to: file)
    Complaints.expectPair(try grant("nobody", "1m"), status: 1, "countersign.conf")
  }

  @Test("A temporary code is shown once, lets in once and stands nowhere")
  func temporaryCode() throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    let issued = try store.run("temporary-code", "nobody").outputText
    #expect(issued.hasPrefix("Temporary code of nobody, good for one login in the next 15 min:\n\n  "))
    let code = try #require(issued.firstMatch(of: /\b[0-9]{4} [0-9]{4}\b/)).output
    #expect(issued.contains("It holds until 20"))
    let facts = try #require(try status(store)["temporaryCode"] as? [String: Any])
    #expect(facts["state"] as? String == "outstanding" && facts["by"] as? String == "root")
    #expect(try seconds(facts["until"]) - seconds(facts["created"]) == 900)
    #expect(try store.run("list").outputText.contains("phone; temporary code until 20"))
    let plain = code.replacing(" ", with: "")
    for text in [try store.run("status", "nobody").outputText, try store.run("status", "nobody", "--json").outputText] {
      #expect(!text.contains(code) && !text.contains(plain) && !text.contains("Bypass"))
    }
    #expect(try store.run("verify", "nobody", input: plain + "\n").outputText == "Accepted: temporary code.\n")
    Complaints.expectPair(
      try store.run("verify", "nobody", input: code + "\n"), status: 1, "temporary code is right, but has been used")
    #expect(try store.run("status", "nobody").outputText.contains(", but it was used\n"))
    #expect(try !store.run("list").outputText.contains("temporary"))
  }

  @Test("A new temporary code replaces the old one; --quiet prints it alone, --revoke takes it back")
  func replacedCode() throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    let codes = try (0..<2).map { _ in try store.run("temporary-code", "nobody", "--for", "90s", "--quiet").outputText }
    #expect(codes.allSatisfy { $0.wholeMatch(of: /[0-9]{4} [0-9]{4}\n/) != nil } && codes[0] != codes[1])
    Complaints.expectPair(try store.run("verify", "nobody", input: codes[0]), status: 1, "the code is wrong")
    #expect(try store.run("status", "nobody").outputText.contains("  wrong codes   1 in a row"))
    #expect(
      try store.run("unlock", "nobody", "temporary", "--yes").outputText
        == "Cleared 1 wrong code for the temporary codes of nobody.\n")
    Complaints.expectPair(
      try store.run("temporary-code", "nobody", "--revoke"), status: 1, "would no longer work", "add --yes")
    #expect(try store.run("temporary-code", "nobody", "--revoke", "--yes").status == 0)
    Complaints.expectPair(try store.run("verify", "nobody", input: codes[1]), status: 1, "has codes like that")
    #expect(try status(store)["temporaryCode"] == nil)
  }

  @Test("A device that is disabled is refused until it is enabled")
  func disabled() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    Complaints.expectPair(
      try store.run("disable-device", "nobody", "phone"), status: 1, "refused, and there is no other one", "add --yes")
    #expect(try store.run("disable-device", "nobody", "phone", "--yes").outputText == "Disabled the device phone of nobody.\n")
    let before = try store.files()
    #expect(try store.run("disable-device", "nobody").outputText.contains("was disabled already; nothing was changed"))
    #expect(try store.files() == before)
    let device = try #require((try status(store)["devices"] as? [[String: Any]])?.first)
    #expect((device["disabled"] as? String)?.hasSuffix("Z") == true)
    #expect(try store.run("status", "nobody").outputText.contains("  disabled      by an administrator, since 20"))
    #expect(try store.run("list").outputText.contains("phone (disabled)"))
    #expect(try store.run("list", "nobody").outputText.split(separator: "\n")[1].hasSuffix("disabled"))
    Complaints.expectPair(
      try store.run("verify", "nobody", input: OTPAuth.code(key) + "\n"), status: 1,
      "phone was disabled by an administrator", "countersign enable-device nobody phone")
    Complaints.expectPair(try store.run("enable-device", "nobody", "phone"), status: 1, "would let in again", "add --yes")
    #expect(try store.run("enable-device", "nobody", "phone", "--yes").outputText == "Enabled the device phone of nobody.\n")
    #expect(try store.run("enable-device", "nobody").outputText.contains("was enabled already; nothing was changed"))
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key) + "\n").status == 0)
  }

  @Test("enable says that a device rests after wrong codes")
  func enabledAndResting() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    for _ in 0..<5 { _ = try store.run("verify", "nobody", input: OTPAuth.wrongCode(key) + "\n") }
    #expect(try store.run("enable-device", "nobody").errorText.contains("countersign unlock nobody"))
  }

  @Test("A reset takes everything, says so until the next enrolment, and why")
  func reset() throws {
    let store = try StoreRoot()
    try store.enroll("nobody", "--recovery-codes")
    try store.enroll("nobody", "--name", "token")
    Complaints.expectPair(
      try store.run("reset", "nobody", "--reason", "new start"), status: 1, "nobody would lose 2 devices", "add --yes")
    let code = try store.run("temporary-code", "nobody", "--quiet").outputText
    #expect(
      try store.run("reset", "nobody", "--reason", "new start", "--yes").outputText
        == "Reset nobody, who may be enrolled anew.\nRemoved: phone, token.\n")
    Complaints.expectPair(try store.run("verify", "nobody", input: code), status: 1, "")
    let facts = try status(store)
    #expect((facts["devices"] as? [Any])?.isEmpty == true && facts["recoveryCodes"] == nil)
    #expect((facts["reset"] as? [String: Any])?["reason"] as? String == "new start")
    #expect(try store.run("status", "nobody").outputText.contains("by root; may be enrolled anew\n  reason        new start"))
    #expect(try store.run("list").outputText.contains("none (reset)"))
    for command in ["qr", "resync", "remove"] {
      Complaints.expectPair(try store.run(command, "nobody"), status: 1, "nobody is not enrolled")
    }
    Complaints.expectPair(try store.run("recovery-codes", "nobody"), status: 1, "nobody is not enrolled")
    try store.enroll("nobody")
    #expect(try status(store)["reset"] == nil)
  }

  @Test("Remembered logins are shown and forgotten")
  func remembered() throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    #expect(try store.run("forget", "nobody").outputText == "No login of nobody was remembered; nothing was changed.\n")
    let since = UInt64(Date().timeIntervalSince1970)
    try store.remember("nobody", [.address(NetworkAddress(high: 0, low: 0xFFFF_C000_0207)), .terminal(Array("tty1".utf8))],
      at: since)
    let text = try store.run("status", "nobody").outputText
    #expect(text.contains("Remembered logins\n  192.0.2.7     sshd, since 20") && text.contains("\n  tty1          sshd, since"))
    let facts = try #require(try status(store)["remembered"] as? [[String: Any]])
    #expect(facts.map { $0["address"] as? String } == ["192.0.2.7", nil])
    #expect(facts.map { $0["terminal"] as? String } == [nil, "tty1"])
    #expect(facts[0]["service"] as? String == "sshd")
    #expect(UInt64(try seconds(facts[0]["since"])) == since)
    Complaints.expectPair(try store.run("forget", "nobody"), status: 1, "would be forgotten", "add --yes")
    let forgotten = try object(store.run("forget", "nobody", "--yes", "--json"))
    #expect((forgotten["forgotten"] as? [Any])?.count == 2)
    #expect(try status(store)["remembered"] == nil)
  }

  @Test("At a terminal it is asked about", arguments: [
    (["disable-device", "nobody"], "phone of nobody will be refused, and there is no other one. Go on? [y/N] "),
    (["reset", "nobody", "--reason", "x"], "nobody will lose 1 device and all codes. Go on? [y/N] "),
    (["bypass", "nobody", "--revoke"], "The bypass of nobody will end. Go on? [y/N] "),
    (["temporary-code", "nobody", "--revoke"], "The temporary code of nobody will no longer work. Go on? [y/N] "),
  ])
  func questions(arguments: [String], question: String) throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    #expect(try store.run("bypass", "nobody", "--for", "1h", "--reason", "x").status == 0)
    #expect(try store.run("temporary-code", "nobody").status == 0)
    let before = try store.files()
    for answer in ["n", "y"] {
      let dialogue = try TerminalDialogue(
        [CountersignCommandLine.path] + arguments + ["--root", store.directory.path])
      try dialogue.expect(question)
      try dialogue.type(answer + "\n")
      if answer == "n" { try dialogue.expect("countersign: hint: nothing was changed") }
      #expect(try dialogue.finish() == (answer == "n" ? 1 : 0))
      #expect(try (store.files() == before) == (answer == "n"))
    }
  }

  @Test("Who did it is who called sudo")
  func administrator() throws {
    let store = try StoreRoot()
    let uid = try Command.run("/usr/bin/id", ["-u", "nobody"]).outputText.trimmingCharacters(in: .newlines)
    let granted = try store.run(
      "bypass", "nobody", "--for", "1h", "--reason", "x", "--json", environment: ["SUDO_USER": "nobody", "SUDO_UID": uid])
    #expect(try object(granted)["by"] as? String == "nobody")
    let other = try store.run(
      "bypass", "nobody", "--for", "1h", "--reason", "x", "--json", environment: ["SUDO_USER": "nobody", "SUDO_UID": "1"])
    #expect(try object(other)["by"] as? String != "nobody")
  }
}
