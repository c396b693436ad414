import Foundation
import Testing

/// An enrolment that does not come to its end changes nothing, whatever ends it.
@Suite struct HalfDoneEnrollmentTests {
  @Test("Wrong codes, no code, and too long a line", arguments: [
    ("000000\n000001\n12345\n", "none of 3 codes was right"),
    ("", "there was no answer"), ("12345", "there was no answer"),
    (String(repeating: "1", count: 2_000) + "\n", "longer than 1024 bytes"),
  ])
  func answers(input: String, error: String) throws {
    let store = try StoreRoot()
    let before = try store.files()
    let result = try store.run("enroll", "nobody", "--secret-stdin", "--qr", "none", input: "\(key)\n" + input)
    Complaints.expectPair(result, status: 1, error)
    #expect(try store.files() == before)
  }

  private let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

  @Test("A clock that is hours off is named, with the time here, and never a right code")
  func clockOff() throws {
    let store = try StoreRoot()
    let ahead = try OTPAuth.code(key, later: 3 * 3_600)
    let behind = try OTPAuth.code(key, later: -1_800)
    let result = try store.run(
      "enroll", "nobody", "--secret-stdin", "--qr", "none", input: "\(key)\n\(ahead)\n\(behind)\n")
    #expect(result.errorText.contains("right for a clock 3 h ahead of this machine's"))
    #expect(result.errorText.contains("right for a clock 30 min behind this machine's"))
    #expect(result.errorText.contains("This machine says 20"))
    for step in -2...2 { #expect(!result.errorText.contains(try OTPAuth.code(key, later: step * 30))) }
    #expect(try store.files().keys.sorted() == ["state", "users"])
  }

  @Test("A slow clock is taken into account")
  func drift() throws {
    let store = try StoreRoot()
    let code = try OTPAuth.code(key, later: -150)
    let result = try store.run("enroll", "nobody", "--secret-stdin", "--qr", "none", input: "\(key)\n\(code)\n")
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.outputText.contains("behind this machine's; that is taken into account"))
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key, later: -120) + "\n").status == 0)
  }

  @Test("Files that cannot grow, as on a full disk")
  func noRoom() throws {
    let store = try StoreRoot()
    let before = try store.files()
    let result = try store.shell(
      "(trap '' XFSZ; ulimit -f 0; $COUNTERSIGN enroll nobody --no-confirm --quiet --root $ROOT; echo $?) 2>&1 | cat")
    let lines = result.outputText.split(separator: "\n")
    #expect(lines.first?.hasPrefix("countersign: error: ") == true)
    #expect(lines.last == "1")
    #expect(try store.files() == before)
  }

  @Test("Standard output that takes nothing", arguments: ["/dev/full", "closed"])
  func noOutput(kind: String) throws {
    let store = try StoreRoot()
    let output = kind == "closed" ? "&-" : kind
    let result = try store.shell("$COUNTERSIGN enroll nobody --no-confirm --root $ROOT >\(output)")
    Complaints.expectPair(result, status: 1, "cannot write to standard output")
    #expect(try store.files().keys.sorted() == ["state", "users"])
  }

  @Test("A reader of the output who goes away")
  func brokenPipe() throws {
    let store = try StoreRoot()
    let result = try store.shell(
      "{ $COUNTERSIGN enroll nobody --no-confirm --root $ROOT; echo $? >$ROOT/status; } | true; cat $ROOT/status")
    #expect(result.outputText == "1\n" || result.outputText == "0\n")
  }

  @Test("The picture file goes with the enrolment it was made for")
  func picture() throws {
    let store = try StoreRoot()
    let file = store.directory.appendingPathComponent("code.png").path
    let refused = try store.run("enroll", "nobody", "--qr-file", file, "--qr", "none", input: "000000\n")
    #expect(refused.status == 1)
    #expect(!FileManager.default.fileExists(atPath: file))
    #expect(try store.run("enroll", "nobody", "--qr-file", file, "--no-confirm", "--quiet").status == 0)
    #expect(FileManager.default.fileExists(atPath: file))
  }
}
