import Foundation
import Testing

/// Keys that type their codes, on the command line. The codes are yubico-c's and python3-yubiotp's.
@Suite struct YubicoTests {
  private static let key = "ecde18dbe76fbd0c33330f1c354871db"
  private static let privateId = "8792ebfe26cc"
  /// Counter 19, session use 17.
  private static let code = "dteffujehknhfjbrjnlnldnhcujvddbikngjrtgh"
  private static let foreign = "cclngiuvttkhthcilurtkerbjnnkljfkjccklkhl"

  private func enroll(_ store: StoreRoot, _ options: String..., input: String...) throws -> Command.Result {
    try CountersignCommandLine.run(
      ["enroll", "nobody", "--type", "yubico-otp", "--secret-stdin", "--root", store.directory.path] + options,
      input: input.map { $0 + "\n" }.joined())
  }

  @Test("The first touch confirms the key and tells its public identity; the code counts as used")
  func touch() throws {
    let store = try StoreRoot()
    let result = try enroll(store, "--json", input: Self.key, Self.privateId, Self.code)
    #expect(result.status == 0, "\(result.errorText)")
    let facts = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    let device = try #require(facts["device"] as? [String: Any])
    #expect(device["kind"] as? String == "yubico-otp" && device["publicId"] as? String == "dteffuje")
    #expect(device["name"] as? String == "key" && facts["confirmed"] as? Bool == true)
    #expect(device["digits"] == nil && device["algorithm"] == nil)
    Complaints.expectPair(
      try store.run("verify", "nobody", input: Self.code + "\n"), status: 1, "has been used already", "wait")
    let status = try store.run("status", "nobody").outputText
    #expect(status.contains("typed by a key, public identity dteffuje"))
    #expect(try store.run("list", "nobody").outputText.contains("yubico-otp"))
    for text in [result.outputText, result.errorText, status] {
      #expect(!text.contains(Self.key) && !text.contains(Self.privateId) && !text.contains(Self.code))
    }
  }

  @Test("Without a touch the public identity is given, and the first code is accepted once")
  func noConfirm() throws {
    let store = try StoreRoot()
    let spaced = "EC DE 18 DB E7 6F BD 0C 33 33 0F 1C 35 48 71 DB"
    let result = try enroll(store, "--no-confirm", "--public-id", "DTEFFUJE", input: spaced, Self.privateId)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.outputText.contains("Stored the device key of nobody."))
    #expect(try store.run("verify", "nobody", input: Self.code.uppercased() + "\n").status == 0)
    Complaints.expectPair(
      try store.run("verify", "nobody", input: Self.foreign + "\n"), status: 1, "a key that is not one of nobody's",
      "countersign status nobody")
    Complaints.expectPair(
      try store.run("verify", "nobody", input: Self.code.replacingOccurrences(of: "j", with: "a") + "\n"), status: 1,
      "not in its letters", "keyboard layout")
  }

  @Test("Three touches that are not right store nothing")
  func wrongTouches() throws {
    let store = try StoreRoot()
    let other = "00" + Self.privateId.dropFirst(2)
    let result = try enroll(store, input: Self.key, other, Self.code, "123456", Self.code)
    Complaints.expectPair(result, status: 1, "none of 3 codes was right; nothing was stored")
    #expect(result.errorText.contains("does not fit the secret key and the private identity"))
    #expect(result.errorText.contains("has 32 to 64 letters"))
    #expect(try store.files().count == 2)
    let foreign = try enroll(
      store, "--public-id", "dteffuje", input: Self.key, Self.privateId, Self.foreign, "", Self.foreign)
    #expect(foreign.status == 1 && foreign.errorText.contains("begins with another public identity"))
  }

  @Test("A secret that is no key's is refused without showing any of it", arguments: [
    ("ecde18dbe76fbd0c33330f1c354871", "8792ebfe26cc", "the secret key has 15 bytes, and 16 are needed"),
    ("ecde18dbe76fbd0c33330f1c354871dg", "8792ebfe26cc", "the secret key is not hexadecimal: character 32"),
    ("ecde18dbe76fbd0c33330f1c354871db", "8792ebfe26", "the private identity has 5 bytes, and 6 are needed"),
    ("ecde18dbe76fbd0c33330f1c354871db", "8792ebfe26c", "the private identity has an odd number"),
  ])
  func badSecret(key: String, privateId: String, message: String) throws {
    let store = try StoreRoot()
    let result = try enroll(store, input: key, privateId, Self.code)
    Complaints.expectPair(result, status: 1, message)
    #expect(!result.errorText.contains(key.prefix(8)) && !result.errorText.contains(privateId.prefix(8)))
    #expect(try store.files().count == 2)
  }

  @Test("Options that make no sense of a key are refused", arguments: [
    (["--digits", "8"], "are for --type totp and hotp"), (["--counter", "1"], "are for --type totp and hotp"),
    (["--qr", "half"], "there is no QR code: --qr"), (["--issuer", "x"], "there is no QR code: --qr"),
    (["--no-confirm"], "give --public-id"), (["--public-id", "xyz"], "--public-id takes"),
    (["--public-id", ""], "--public-id takes"), (["--public-id", String(repeating: "c", count: 34)], "--public-id takes"),
  ])
  func usage(options: [String], message: String) throws {
    let store = try StoreRoot()
    let arguments = ["enroll", "nobody", "--type", "yubico-otp", "--secret-stdin", "--root", store.directory.path]
    let result = try CountersignCommandLine.run(arguments + options)
    #expect(result.status != 0 && result.errorText.contains(message), "\(result.errorText)")
  }

  @Test("Scripts say where the secret comes from, and other devices have no public identity")
  func otherUsage() throws {
    let store = try StoreRoot()
    let silent = try store.run("enroll", "nobody", "--type", "yubico-otp", input: Self.key + "\n")
    #expect(silent.status != 0 && silent.errorText.contains("give --secret-stdin"))
    let totp = try store.run("enroll", "nobody", "--public-id", "cc", "--no-confirm")
    #expect(totp.status != 0 && totp.errorText.contains("is for --type yubico-otp"))
  }

  @Test("A key has no QR code and needs no resynchronisation")
  func otherCommands() throws {
    let store = try StoreRoot()
    #expect(try enroll(store, "--quiet", input: Self.key, Self.privateId, Self.code).status == 0)
    let qr = try store.run("qr", "nobody", "--show-uri")
    Complaints.expectPair(qr, status: 1, "there is no QR code of it", "enrol it again")
    #expect(qr.output.isEmpty)
    Complaints.expectPair(
      try store.run("resync", "nobody", "key", Self.code, Self.code), status: 1, "needs no resynchronisation",
      "type a new code")
    #expect(try store.run("rename", "nobody", "key", "blue key").status == 0)
    #expect(try store.run("explain", "nobody", "--service", "sshd").outputText.contains("typed by a key"))
  }

  @Test("At a terminal, the secret is asked for and not shown")
  func terminal() throws {
    let store = try StoreRoot()
    let dialogue = try TerminalDialogue(
      [CountersignCommandLine.path, "enroll", "nobody", "--type", "yubico-otp", "--root", store.directory.path])
    try dialogue.expect("The secret key, 32 hexadecimal digits: ")
    try dialogue.type(Self.key + "\n")
    try dialogue.expect("The private identity, 12 hexadecimal digits: ")
    try dialogue.type(Self.privateId + "\n")
    try dialogue.expect("Touch the key now: ")
    try dialogue.type(Self.code + "\n")
    try dialogue.expect("Stored the device key of nobody.")
    #expect(try dialogue.finish() == 0)
    #expect(!dialogue.transcript.contains(Self.key) && !dialogue.transcript.contains(Self.privateId))
  }
}
