import Foundation
import Testing

/// Tokens that answer challenges, on the command line. Key and PIN are those of RFC 6287 appendix C.
@Suite struct ChallengeTests {
  private static let key = Array("12345678901234567890123456789012".utf8)
  private static let hex = key.map { String(format: "%02x", $0) }.joined()
  private static let suite = "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1"

  private func enroll(_ store: StoreRoot, _ options: String..., input: String...) throws -> Command.Result {
    try CountersignCommandLine.run(
      ["enroll", "nobody", "--type", "ocra", "--root", store.directory.path] + options,
      input: input.map { $0 + "\n" }.joined())
  }

  @Test("At a terminal: key and PIN hidden, a wrong answer, a right one; then verify, with another challenge")
  func terminal() throws {
    let store = try StoreRoot()
    let dialogue = try TerminalDialogue([
      CountersignCommandLine.path, "enroll", "nobody", "--type", "ocra", "--suite", Self.suite, "--counter", "5",
      "--no-recovery-codes", "--root", store.directory.path,
    ])
    try dialogue.expect("Secret, in hexadecimal: ")
    try dialogue.type(Self.hex + "\n")
    try dialogue.expect("PIN of the token: ")
    try dialogue.type("1234\n")
    try dialogue.expect("Challenge ")
    try dialogue.expect(". Answer: ")
    try dialogue.type("123\n")
    try dialogue.expect("An answer has 8 digits. 2 tries are left.")
    try dialogue.expect("Challenge ")
    let challenge = String(try dialogue.expect(". Answer: ").prefix { $0.isNumber })
    #expect(challenge.count == 8)
    try dialogue.type(
      TokenAnswer.to(challenge, suite: Self.suite, key: Self.key, pin: "1234", counter: 6) + "\n")
    try dialogue.expect("Stored the device token of nobody.")
    #expect(try dialogue.finish() == 0)
    #expect(!dialogue.transcript.contains(Self.hex) && !dialogue.transcript.contains("1234\n"))

    let check = try TerminalDialogue([CountersignCommandLine.path, "verify", "nobody", "--root", store.directory.path])
    try check.expect("Challenge ")
    let next = String(try check.expect(". Verification code: ").prefix { $0.isNumber })
    try check.type(TokenAnswer.to(next, suite: Self.suite, key: Self.key, pin: "1234", counter: 7) + "\n")
    try check.expect("Accepted: token.")
    #expect(try check.finish() == 0)
    #expect(next != challenge)
  }

  @Test("In scripts the token is stored untried, and shown with its suite")
  func script() throws {
    let store = try StoreRoot()
    let result = try enroll(
      store, "--suite", Self.suite.lowercased(), "--secret-stdin", "--hex", "--no-confirm", "--json", input: Self.hex,
      "1234")
    #expect(result.status == 0, "\(result.errorText)")
    let facts = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    let device = try #require(facts["device"] as? [String: Any])
    #expect(device["kind"] as? String == "ocra" && device["suite"] as? String == Self.suite)
    #expect(device["digits"] as? Int == 8)
    #expect(try store.run("status", "nobody").outputText.contains("answers challenges, \(Self.suite)"))
    let explained = try store.run("explain", "nobody", "--service", "sshd").outputText
    #expect(explained.contains("Challenge ########. Verification code:"))
    Complaints.expectPair(
      try store.run("resync", "nobody", "token", "12345678", "12345678"), status: 1, "answers challenges", "--counter")
    Complaints.expectPair(try store.run("qr", "nobody"), status: 1, "there is no QR code of it", "enrol it again")
  }

  @Test("Suites and options that do not serve are refused with the reason", arguments: [
    ([], "needs --suite"), (["--suite", "OCRA-1"], "takes a suite of RFC 6287"),
    (["--suite", "OCRA-1:HOTP-SHA1-0:QN08"], "whole digests"), (["--suite", "OCRA-1:HOTP-SHA1-4:QN08"], "4 digits"),
    (["--suite", "OCRA-1:HOTP-SHA1-6:QN04"], "4 characters"),
    (["--suite", "OCRA-1:HOTP-SHA1-6:QN08-S064"], "session information"),
    (["--suite", "OCRA-1:HOTP-SHA1-6:QN08", "--counter", "1"], "has no counter"),
    (["--suite", "OCRA-1:HOTP-SHA1-6:QN08", "--digits", "8"], "are for --type totp and hotp"),
    (["--suite", "OCRA-1:HOTP-SHA1-6:QN08", "--secret-stdin"], "give --no-confirm"),
    (["--suite", "OCRA-1:HOTP-SHA1-6:QN08", "--show-uri"], "there is no QR code"),
  ])
  func usage(options: [String], message: String) throws {
    let store = try StoreRoot()
    let result = try CountersignCommandLine.run(
      ["enroll", "nobody", "--type", "ocra", "--root", store.directory.path] + options)
    #expect(result.status != 0 && result.errorText.contains(message), "\(result.errorText)")
    #expect(try store.files().count == 2)
  }

  @Test("A key beside a PIN has less room, and a PIN must be there")
  func room() throws {
    let store = try StoreRoot()
    let options = ["--suite", "OCRA-1:HOTP-SHA1-6:QN08-PSHA512", "--secret-stdin", "--hex", "--no-confirm"]
    let arguments = ["enroll", "nobody", "--type", "ocra", "--root", store.directory.path] + options
    let long = String(repeating: "ab", count: 65)
    Complaints.expectPair(
      try CountersignCommandLine.run(arguments, input: long + "\n1234\n"), status: 1, "at most 512 can be stored")
    Complaints.expectPair(
      try CountersignCommandLine.run(arguments, input: String(long.dropLast(2)) + "\n\n"), status: 1, "no PIN was given")
    #expect(try CountersignCommandLine.run(arguments, input: String(long.dropLast(2)) + "\n1234\n").status == 0)
    let other = try store.run("enroll", "nobody", "--suite", "OCRA-1:HOTP-SHA1-6:QN08", "--no-confirm")
    #expect(other.status != 0 && other.errorText.contains("is for --type ocra"))
  }
}
