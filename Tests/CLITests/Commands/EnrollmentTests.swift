import Foundation
import Testing

/// `enroll` as scripts use it.
@Suite struct EnrollmentTests {
  private static let publishedHex = "3132333435363738393031323334353637383930"

  @Test("--no-confirm --quiet says nothing, and the codes of the key that qr shows are accepted once")
  func quietEnrolment() throws {
    let store = try StoreRoot()
    let quiet = try store.run("enroll", "nobody", "--no-confirm", "--quiet")
    #expect(quiet.status == 0)
    #expect(quiet.output.isEmpty && quiet.errors.isEmpty)
    let uri = try store.run("qr", "nobody", "--qr", "none", "--quiet", "--show-uri").outputText
    #expect(uri.split(separator: "\n").count == 1)
    let key = try #require(OTPAuth.key(in: uri))
    #expect(key.count == 32)
    let code = try OTPAuth.code(key)
    let first = try store.run("verify", "nobody", input: "\(code)\n")
    #expect(first.status == 0 && first.outputText == "Accepted: phone.\n")
    Complaints.expectPair(
      try store.run("verify", "nobody", input: "\(code)\n"), status: 1, "has been used already", "wait for the next one")
  }

  @Test("Every hash and number of digits gives oathtool's codes", arguments: ["sha1", "sha256", "sha512"], [6, 7, 8])
  func algorithms(hash: String, digits: Int) throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody", "--algorithm", hash, "--digits", "\(digits)", "--period", "60")
    let code = try OTPAuth.code(key, hash: hash, options: ["--digits=\(digits)", "--time-step-size=60s"])
    #expect(try store.run("verify", "nobody", input: "\(code)\n").status == 0)
  }

  @Test("A counter-based device begins at its counter and accepts codes within its look-ahead window")
  func counterBased() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody", "--type", "hotp", "--counter", "7", "--look-ahead", "3")
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key, counter: 6) + "\n").status == 1)
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key, counter: 11) + "\n").status == 1)
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key, counter: 9) + "\n").status == 0)
    let uri = try store.run("qr", "nobody", "--qr", "none", "--quiet", "--show-uri").outputText
    #expect(uri.hasPrefix("otpauth://hotp/") && uri.hasSuffix("&counter=10\n"))
  }

  @Test("A secret comes from standard input in either spelling", arguments: [
    ([], "gezd gnbv gy3t-qojq GEZDGNBVGY3TQOJQ"), (["--hex"], publishedHex),
    (["--hex"], "31:32:33:34:35:36:37:38:39:30:31:32:33:34:35:36:37:38:39:30"),
  ] as [([String], String)])
  func givenSecret(options: [String], text: String) throws {
    let store = try StoreRoot()
    let arguments = ["enroll", "nobody", "--secret-stdin", "--no-confirm", "--quiet", "--show-uri"] + options
    let result = try CountersignCommandLine.run(arguments + ["--root", store.directory.path], input: text + "\n")
    #expect(result.status == 0, "\(result.errorText)")
    #expect(OTPAuth.key(in: result.outputText) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
  }

  @Test("The line behind the secret is the code that confirms it")
  func givenSecretAndCode() throws {
    let store = try StoreRoot()
    let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    let input = try "\(key)\n\(OTPAuth.code(key))\n"
    let result = try store.run("enroll", "nobody", "--secret-stdin", "--json", input: input)
    #expect(result.status == 0, "\(result.errorText)")
    let facts = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    #expect(facts["confirmed"] as? Bool == true)
    #expect(facts["user"] as? String == "nobody")
    #expect(!result.outputText.contains(key))
  }

  @Test("A weak secret is refused below 112 bits and warned of below 128", arguments: [
    ("GEZDGNBVGY3TQOJQ", 1, "has 80 bits, and at least 112"),
    ("GEZDGNBVGY3TQOJQGEZDG", 1, "has 104 bits, and at least 112"),
    ("GEZDGNBVGY3TQOJQGEZDGNA", 0, "warning: the secret has 112 bits"),
    (String(repeating: "GEZDGNBV", count: 26), 1, "has 1040 bits, and at most 1024"),
  ])
  func weakSecret(text: String, status: Int32, message: String) throws {
    let store = try StoreRoot()
    let result = try store.run(
      "enroll", "nobody", "--secret-stdin", "--no-confirm", "--quiet", input: text + "\n")
    #expect(result.status == status)
    #expect(result.errorText.contains(message))
    #expect(try store.files().count == (status == 0 ? 4 : 2))
  }

  @Test("A malformed secret is refused without showing any of it", arguments: [
    ([], "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", "character 32"), ([], "", "it is empty"),
    ([], "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQG", "no whole number of bytes"),
    (["--hex"], "313233343536373839303132333435363738393g", "character 40"),
    (["--hex"], "3132333435363738393031323334353637383", "odd number"),
  ] as [([String], String, String)])
  func malformedSecret(options: [String], text: String, message: String) throws {
    let store = try StoreRoot()
    let arguments = ["enroll", "nobody", "--secret-stdin", "--no-confirm"] + options
    let result = try CountersignCommandLine.run(arguments + ["--root", store.directory.path], input: text + "\n")
    Complaints.expectPair(result, status: 1, message)
    #expect(result.output.isEmpty)
    #expect(text.isEmpty || !result.errorText.contains(text.prefix(8)))
  }

  @Test("What cannot be stored is refused before a secret is made")
  func refusals() throws {
    let store = try StoreRoot()
    Complaints.expectPair(
      try store.run("enroll", "no-such-account", "--no-confirm"), status: 1, "no account named no-such-account")
    try store.enroll("nobody", "--name", "blue")
    let taken = try store.run("enroll", "nobody", "--name", "blue", "--no-confirm")
    Complaints.expectPair(taken, status: 1, "another device of that name", "countersign status nobody")
    #expect(taken.output.isEmpty)
  }

  @Test("Usual names count up")
  func usualNames() throws {
    let store = try StoreRoot()
    for _ in 0..<3 { #expect(try store.run("enroll", "nobody", "--no-confirm", "--quiet").status == 0) }
    #expect(try store.run("enroll", "nobody", "--no-confirm", "--quiet", "--type", "hotp").status == 0)
    let names = try store.run("list", "nobody").outputText.split(separator: "\n").dropFirst().map { $0.split(separator: " ")[0] }
    #expect(names == ["phone", "phone-2", "phone-3", "token"])
  }

  @Test("Recovery codes come with the first device, or when asked for")
  func recoveryCodes() throws {
    func codes(_ text: String) -> Int {
      text.components(separatedBy: .whitespacesAndNewlines).filter { $0.count == 19 && $0.contains("-") }.count
    }
    let store = try StoreRoot()
    #expect(codes(try store.run("enroll", "nobody", "--no-confirm", "--qr", "none").outputText) == 10)
    #expect(codes(try store.run("enroll", "nobody", "--no-confirm", "--qr", "none").outputText) == 0)
    let plain = try store.run("enroll", "bin", "--no-confirm", "--quiet", "--recovery-codes").outputText
    #expect(codes(plain) == 10 && plain.split(separator: "\n").count == 10)
    let none = try store.run("enroll", "daemon", "--no-confirm", "--no-recovery-codes", "--qr", "none").outputText
    #expect(codes(none) == 0)
  }

  @Test("JSON has facts and nothing secret")
  func json() throws {
    let store = try StoreRoot()
    let result = try store.run("enroll", "nobody", "--no-confirm", "--json", "--name", "blue token")
    let facts = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    let device = try #require(facts["device"] as? [String: Any])
    #expect(device["name"] as? String == "blue token")
    #expect(device["kind"] as? String == "totp")
    #expect(facts["recoveryCodesLeft"] as? Int == 0)
    let shown = try store.run("qr", "nobody", "--qr", "none", "--quiet", "--show-uri").outputText
    let key = try #require(OTPAuth.key(in: shown))
    #expect(!result.outputText.contains(key))
  }
}
