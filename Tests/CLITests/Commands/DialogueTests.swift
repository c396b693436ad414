import Foundation
import Testing

/// Enrolment and the other questions at a real terminal.
@Suite struct DialogueTests {
  private func dialogue(
    _ store: StoreRoot, _ arguments: String..., environment: [String: String] = [:]
  ) throws -> TerminalDialogue {
    try TerminalDialogue(
      [CountersignCommandLine.path] + arguments + ["--root", store.directory.path], environment: environment)
  }

  /// What the screen showed between two texts, as a picture for the phone.
  private func photograph(_ text: String, _ theme: TerminalScreen.Theme) throws -> String? {
    let rows = text.split(separator: "\n").filter { $0.contains("\u{1B}[") || $0.contains("█") || $0.contains("@@") }
    let picture = try TerminalScreen.photograph(rows.joined(separator: "\n"), theme)
    return try BarcodeReader.read(picture.portableGraymap, as: "pgm")
  }

  @Test("A person enrols: the QR code is scanned, a wrong code told, the right one stored, recovery codes shown")
  func enrolment() throws {
    let store = try StoreRoot()
    let dialogue = try dialogue(store, "enroll", "nobody", "--show-uri", "--issuer", "web1.example.org")
    let shown = try dialogue.expect("Code shown now: ")
    let line = try #require(shown.split(separator: "\n").first { $0.hasPrefix("otpauth://") })
    #expect(try photograph(shown, .dark) == String(line))
    #expect(try photograph(shown, .light) == String(line))
    let rows = shown.split(separator: "\n", omittingEmptySubsequences: false)
    let code = rows.lastIndex { $0.contains("\u{1B}[") }.map { rows.count - $0 } ?? 0
    #expect(code == 2, "the question follows the QR code at once")
    let key = try #require(OTPAuth.key(in: shown))
    let grouped = stride(from: 0, to: key.count, by: 4).map { String(key.dropFirst($0).prefix(4)) }
    #expect(shown.contains("  " + grouped.joined(separator: " ") + "\n"))
    try dialogue.type(OTPAuth.wrongCode(key) + "\n")
    try dialogue.expect("2 tries are left")
    try dialogue.expect("Code shown now: ")
    #expect(try store.files().keys.sorted() == ["state", "users"])
    let right = try OTPAuth.code(key)
    try dialogue.type(right.prefix(3) + " " + right.suffix(3) + "\n")
    try dialogue.expect("Stored the device phone of nobody.")
    #expect(try dialogue.finish() == 0)
    let words = dialogue.transcript.components(separatedBy: .whitespacesAndNewlines)
    let codes = words.filter { $0.count == 19 && $0.contains("-") }
    #expect(codes.count == 10)
    Complaints.expectPair(try store.run("verify", "nobody", input: right + "\n"), status: 1, "has been used already")
    #expect(try store.run("verify", "nobody", input: codes[4].lowercased() + "\n").outputText
      == "Accepted: recovery code 5.\n")
  }

  @Test("Ctrl-C and the end of input at the question change nothing", arguments: [
    ("\u{03}", Int32(130), "interrupted"), ("\u{1C}", 131, "interrupted"), ("\u{04}", 1, "there was no answer"),
  ])
  func interruption(key: String, status: Int32, error: String) throws {
    let store = try StoreRoot()
    let before = try store.files()
    let file = store.directory.appendingPathComponent("code.svg").path
    let dialogue = try dialogue(store, "enroll", "nobody", "--qr-file", file)
    try dialogue.expect("Code shown now: ")
    #expect(FileManager.default.fileExists(atPath: file))
    try dialogue.type(key)
    try dialogue.expect("countersign: error: \(error)")
    try dialogue.expect("countersign: hint: nothing was stored")
    let ended = try dialogue.finish()
    #expect(ended == status)
    #expect(try store.files() == before)
    #expect(!FileManager.default.fileExists(atPath: file))
  }

  @Test("A closed terminal and a plain kill change nothing", arguments: [("HUP", Int32(129)), ("TERM", 143)])
  func killed(signal: String, status: Int32) throws {
    let store = try StoreRoot()
    let before = try store.files()
    let root = store.directory.path
    let command = "echo $$ >\(root)/pid; exec \(CountersignCommandLine.path) enroll nobody --qr-file \(root)/code.png"
      + " --root \(root)"
    let dialogue = try TerminalDialogue(["/bin/sh", "-c", command])
    try dialogue.expect("Code shown now: ")
    let process = try String(contentsOfFile: "\(root)/pid", encoding: .utf8).trimmingCharacters(in: .newlines)
    #expect(try Command.run("/bin/sh", ["-c", "kill -\(signal) \(process)"]).status == 0)
    let ended = try dialogue.finish()
    #expect(ended == status)
    #expect(try store.files() == before)
    #expect(!FileManager.default.fileExists(atPath: "\(root)/code.png"))
  }

  @Test("A typed secret is not shown, and the terminal echoes again afterwards")
  func hiddenSecret() throws {
    let store = try StoreRoot()
    let command = "\(CountersignCommandLine.path) enroll nobody --secret-stdin --no-confirm --quiet"
      + " --root \(store.directory.path); stty -a"
    let dialogue = try TerminalDialogue(["/bin/sh", "-c", command])
    try dialogue.expect("Secret, in Base32: ")
    try dialogue.type("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n")
    #expect(try dialogue.finish() == 0)
    #expect(!dialogue.transcript.contains("GEZD"))
    #expect(dialogue.transcript.contains(" echo "))
    #expect(try store.files().count == 4)
  }

  @Test("Ctrl-C while a secret is typed leaves a terminal that echoes")
  func interruptedSecret() throws {
    let store = try StoreRoot()
    let command = "trap : INT; \(CountersignCommandLine.path) enroll nobody --secret-stdin"
      + " --root \(store.directory.path); stty -a"
    let dialogue = try TerminalDialogue(["/bin/sh", "-c", command])
    try dialogue.expect("Secret, in Base32: ")
    try dialogue.type("GEZD\u{03}")
    try dialogue.expect("countersign: error: interrupted")
    _ = try dialogue.finish()
    #expect(dialogue.transcript.contains(" echo "))
    #expect(!dialogue.transcript.contains("GEZD"))
  }

  @Test("A locale without UTF-8 gets ASCII", arguments: [
    ["LC_ALL": "C"], ["LC_ALL": "", "LANG": "de_DE.ISO-8859-1"], ["LC_ALL": "POSIX", "LANG": "C.UTF-8"],
  ])
  func asciiLocale(environment: [String: String]) throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    let dialogue = try dialogue(store, "qr", "nobody", "--issuer", "web1.example.org", environment: environment)
    #expect(try dialogue.finish() == 0)
    #expect(dialogue.transcript.utf8.allSatisfy { $0 < 128 })
    #expect(dialogue.transcript.contains("countersign: hint: the QR code has 37 rows, the window 24"))
    let rows = dialogue.transcript.split(separator: "\n")
    #expect(rows.allSatisfy { width(of: $0) <= 80 })
    #expect(try photograph(dialogue.transcript, .light)
      == "otpauth://totp/nobody?secret=\(key)&issuer=web1.example.org")
  }

  /// Columns without escape sequences.
  private func width(of row: Substring) -> Int {
    var isText = true
    var width = 0
    for character in row {
      if character == "\u{1B}" { isText = false } else if isText { width += 1 } else if character == "m" { isText = true }
    }
    return width
  }

  @Test("Without colours the drawing has no escape sequence", arguments: [["TERM": "dumb"], ["NO_COLOR": "1"]])
  func noColours(environment: [String: String]) throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    for (options, theme) in [([], TerminalScreen.Theme.dark), (["--qr-invert"], .light)] {
      let dialogue = try TerminalDialogue(
        [CountersignCommandLine.path, "qr", "nobody", "--quiet", "--root", store.directory.path] + options,
        environment: environment)
      #expect(try dialogue.finish() == 0)
      #expect(!dialogue.transcript.contains("\u{1B}"))
      let picture = try TerminalScreen.photograph(dialogue.transcript, theme)
      #expect(try BarcodeReader.read(picture.portableGraymap, as: "pgm")?.hasPrefix("otpauth://totp/") == true)
    }
  }

  @Test("Removing the last device is asked about", arguments: [("n\n", true), ("\n", true), ("y\n", false)])
  func removal(answer: String, stays: Bool) throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    let dialogue = try dialogue(store, "remove", "nobody")
    try dialogue.expect("nobody will be left without a second factor. Go on? [y/N] ")
    try dialogue.type(answer)
    let status = try dialogue.finish()
    #expect(status == (stays ? 1 : 0))
    #expect(try store.files().count == (stays ? 4 : 2))
  }

  @Test("verify asks as a login does")
  func verification() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    let dialogue = try dialogue(store, "verify", "nobody")
    try dialogue.expect("Verification code: ")
    try dialogue.type(OTPAuth.code(key) + "\n")
    try dialogue.expect("Accepted: phone.")
    #expect(try dialogue.finish() == 0)
  }
}
