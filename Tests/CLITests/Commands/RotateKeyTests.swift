import Foundation
import Testing

/// `rotate-key`.
@Suite struct RotateKeyTests {
  let store: StoreRoot
  let key: String

  init() throws {
    store = try StoreRoot()
    key = try store.enroll("nobody")
  }

  private var keyFile: URL { store.directory.appendingPathComponent("etc/countersign/seal.key") }
  private var record: URL { store.directory.appendingPathComponent("var/lib/countersign/users/nobody") }

  private func keyLines() throws -> [String] {
    try String(contentsOf: keyFile, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  private func damage() throws {
    var content = try Data(contentsOf: record)
    content[30] ^= 1
    try content.write(to: record)
  }

  @Test("Seals everything anew, says so, and codes are accepted as before")
  func rotate() throws {
    let before = try keyLines()
    let result = try store.run("rotate-key", "--yes")
    #expect(result.status == 0 && result.errors.isEmpty)
    let text = result.outputText
    #expect(text.hasPrefix("Sealed 1 record anew; ") && text.hasSuffix("Make new copies of seal.key and of the store.\n"))
    let after = try keyLines()
    #expect(after.count == 1 && after != before)
    let content = try String(contentsOf: record, encoding: .utf8)
    let name = try #require(text.split(separator: " ").dropFirst(4).first)
    #expect(name.count == 8 && content.contains("secret=\(name):"))
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key) + "\n").status == 0)
    let audit = store.directory.appendingPathComponent("var/log/countersign/audit.jsonl")
    let lines = try String(contentsOf: audit, encoding: .utf8).split(separator: "\n")
    let line = try #require(lines.dropLast().last)
    #expect(line.contains("\"action\":\"rotate-key\"") && line.contains("\"key\":\"\(name)\""), "\(line)")
  }

  @Test("Prints JSON")
  func json() throws {
    try store.enroll("root")
    let result = try store.run("rotate-key", "--yes", "--json")
    let facts = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    #expect(facts["records"] as? Int == 2 && facts["resealed"] as? Int == 2 && facts["finished"] as? Bool == true)
    #expect((facts["unreadable"] as? [String])?.isEmpty == true && (facts["key"] as? String)?.count == 8)
  }

  @Test("A script has to say --yes")
  func script() throws {
    let before = try keyLines()
    Complaints.expectPair(try store.run("rotate-key"), status: 1, "copies of records", "--yes")
    #expect(try keyLines() == before)
  }

  @Test("At a terminal it is asked about first", arguments: [("n\n", false), ("\n", false), ("y\n", true), ("\u{3}", false)])
  func question(answer: String, isDone: Bool) throws {
    let before = try keyLines()
    let dialogue = try TerminalDialogue(
      [CountersignCommandLine.path, "rotate-key", "--root", store.directory.path])
    try dialogue.expect("Go on? [y/N] ")
    try dialogue.type(answer)
    #expect(try dialogue.finish() == (isDone ? 0 : answer == "\u{3}" ? 130 : 1))
    #expect((try keyLines() != before) == isDone)
  }

  @Test("A damaged record keeps the old key; repaired, the rotation ends without being asked about again")
  func damaged() throws {
    let copy = try Data(contentsOf: record)
    try store.enroll("root")
    try damage()
    let result = try store.run("rotate-key", "--yes", "--json")
    Complaints.expectPair(
      result, status: 1, "1 record cannot be read, so the old host key is kept", "countersign rotate-key again")
    #expect(result.errorText.contains("countersign: warning: \(record.path) was changed by something else"))
    let facts = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    #expect(facts["unreadable"] as? [String] == ["nobody"] && facts["finished"] as? Bool == false)
    #expect(try keyLines().count == 2)
    try copy.write(to: record)
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key) + "\n").status == 0)
    #expect(try store.run("rotate-key").outputText.hasPrefix("Sealed 1 record anew; "))
    #expect(try keyLines().count == 1)
  }

  @Test("A user whose record is damaged can be taken away")
  func removed() throws {
    try damage()
    #expect(try store.run("rotate-key", "--yes").outputText.hasPrefix("Sealed 0 records anew under the host key "))
    #expect(try store.run("remove", "nobody", "--all", "--yes").status == 0)
    #expect(try store.run("rotate-key").status == 0)
    #expect(try keyLines().count == 1)
  }

  // MARK: Records elsewhere

  private var base: URL { store.directory.appendingPathComponent("var/lib/countersign") }

  private func makeFolders(_ names: String...) throws {
    for name in names {
      try FileManager.default.createDirectory(
        at: base.appendingPathComponent(name), withIntermediateDirectories: false,
        attributes: [.posixPermissions: 0o700])
    }
  }

  @Test("A break-glass store whose founding was interrupted is in no rotation's way")
  func halfFounded() throws {
    try makeFolders("offline", "offline/users")
    let result = try store.run("rotate-key", "--yes")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result.errorText)")
    #expect(try keyLines().count == 1)
  }

  @Test("What is wrong with the break-glass store is told of by its own path")
  func breakGlassPath() throws {
    try makeFolders("offline", "offline/users", "offline/state")
    let users = base.appendingPathComponent("offline/users").path
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: users)
    let result = try store.run("rotate-key", "--yes")
    Complaints.expectPair(result, status: 1, "\(users) has mode 0755", "chmod go= \(users)")
  }

  @Test("A break-glass record that cannot be read is told of by its own path, with the way to take it away")
  func damagedBreakGlass() throws {
    try makeFolders("offline", "offline/users", "offline/state")
    let record = base.appendingPathComponent("offline/users/nobody")
    try FileManager.default.copyItem(at: self.record, to: record)
    try damage()
    try FileManager.default.moveItem(at: record, to: base.appendingPathComponent("good"))
    try FileManager.default.moveItem(at: self.record, to: record)
    try FileManager.default.moveItem(at: base.appendingPathComponent("good"), to: self.record)
    let result = try store.run("rotate-key", "--yes")
    Complaints.expectPair(result, status: 1, "1 record cannot be read, so the old host key is kept")
    #expect(result.errorText.contains("countersign: warning: \(record.path) was changed by something else"))
    #expect(result.errorText.contains("hint: countersign remove nobody --all --store break-glass takes it away"))
    #expect(try store.run("remove", "nobody", "--all", "--yes", "--store", "break-glass").status == 0)
    #expect(try store.run("rotate-key").status == 0)
    #expect(try keyLines().count == 1)
  }

  @Test("A record that a migration keeps is sealed anew; one that cannot be read is told of by its own path")
  func kept() throws {
    try makeFolders("moving")
    let kept = base.appendingPathComponent("moving/nobody")
    try FileManager.default.copyItem(at: record, to: kept)
    #expect(try store.run("rotate-key", "--yes").outputText.hasPrefix("Sealed 2 records anew; "))
    try Data("x".utf8).write(to: kept)
    let result = try store.run("rotate-key", "--yes")
    Complaints.expectPair(result, status: 1, "1 record cannot be read, so the old host key is kept")
    #expect(result.errorText.contains("countersign: warning: \(kept.path) is not a record that this version knows"))
    #expect(result.errorText.contains("hint: countersign migrate ends the move of nobody, or says what"))
    try FileManager.default.removeItem(at: kept)
    #expect(try store.run("rotate-key").status == 0)
    #expect(try keyLines().count == 1)
  }

  @Test("Only one at a time")
  func twice() throws {
    let result = try store.shell("""
      exec 9<"$ROOT/etc/countersign"
      flock 9
      "$COUNTERSIGN" rotate-key --yes --root "$ROOT"
      """)
    Complaints.expectPair(result, status: 1, "another countersign rotate-key is at work", "kill it")
  }
}
