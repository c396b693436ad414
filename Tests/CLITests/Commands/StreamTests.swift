import Foundation
import Testing

/// Standard streams that are closed, full, given up by their reader, or written elsewhere.
@Suite struct StreamTests {
  private let store: StoreRoot

  init() throws { store = try StoreRoot() }

  private var lines: [Substring] {
    get throws {
      let file = store.directory.appendingPathComponent("var/log/countersign/audit.jsonl")
      return String(decoding: try Data(contentsOf: file), as: UTF8.self).split(separator: "\n")
    }
  }

  @Test("A closed standard input is at its end")
  func closedInput() throws {
    try store.enroll("nobody")
    let result = try store.shell("timeout 20 \"$COUNTERSIGN\" verify nobody --root \"$ROOT\" <&-")
    Complaints.expectPair(result, status: 1, "there was no answer on standard input")
  }

  @Test("No file of ours is taken for a closed standard output or error")
  func closedOutput() throws {
    try store.enroll("nobody")
    let before = try lines.count
    let key = store.directory.appendingPathComponent("etc/countersign/seal.key")
    let whole = try Data(contentsOf: key)
    let output = try store.shell("\"$COUNTERSIGN\" list --root \"$ROOT\" >&-")
    Complaints.expectPair(output, status: 1, "cannot write to standard output")
    #expect(try Data(contentsOf: key) == whole)
    let error = try store.shell("\"$COUNTERSIGN\" rename nobody phone other --root \"$ROOT\" 2>&- <&-")
    #expect(error.status == 0)
    let refused = try store.shell("\"$COUNTERSIGN\" rename nobody phone other --root \"$ROOT\" >&- 2>&- <&-")
    #expect(refused.status == 1)
    let lines = try lines
    #expect(lines.count == before + 1 && lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
  }

  @Test("While it waits for an answer, nothing but /dev/null has the number of a closed stream")
  func streamsWhileWaiting() throws {
    try store.enroll("nobody")
    let result = try store.shell("""
      mkfifo "$ROOT/answer"; "$COUNTERSIGN" verify nobody --root "$ROOT" <"$ROOT/answer" >&- 2>&- &
      exec 3>"$ROOT/answer"; tries=0
      until ls -l /proc/$!/fd | grep -q signalfd || [ $((tries += 1)) -gt 2000 ]; do :; done
      readlink /proc/$!/fd/1 /proc/$!/fd/2; exec 3>&-; wait
      """)
    #expect(result.outputText == "/dev/null\n/dev/null\n", "\(result.errorText)")
  }

  @Test("What was made and could not be shown is told, and how to go on", arguments: [
    ("recovery-codes nobody", "nobody were made, and those before no longer work", "recovery-codes nobody makes new ones"),
    ("temporary-code nobody", "a temporary code of nobody was made", "temporary-code nobody makes another one"),
    ("temporary-code nobody --quiet", "a temporary code of nobody was made", "another one"),
    ("invite daemon", "an enrolment ticket of daemon was made", "invite daemon makes one"),
    ("bypass nobody --for 1h --reason x", "the bypass of nobody holds", "bypass nobody --revoke ends it"),
    ("bypass nobody --for 1h --reason x --json", "the bypass of nobody holds", "bypass nobody --revoke ends it"),
  ])
  func notShown(command: String, error: String, hint: String) throws {
    try store.enroll("nobody")
    let before = try lines.count
    let result = try store.shell("\"$COUNTERSIGN\" \(command) --root \"$ROOT\" >/dev/full")
    Complaints.expectPair(result, status: 1, error, hint)
    #expect(try lines.count == before + 1)
  }

  /// Runs a command whose standard output nobody reads any more.
  private func unread(_ command: String) throws -> Command.Result {
    try store.shell("""
      mkfifo "$ROOT/pipe"; : <"$ROOT/pipe" & exec 3>"$ROOT/pipe"; wait
      "$COUNTERSIGN" \(command) --root "$ROOT" >&3
      """)
  }

  @Test("A reader that has had enough is no error of what only looks", arguments: [
    "list", "status nobody", "audit show", "report", "explain nobody --service sshd",
  ])
  func satisfiedReader(command: String) throws {
    try store.enroll("nobody")
    let result = try unread(command)
    #expect(result.status == 1 && !result.errorText.contains("error"), "\(result.errorText)")
  }

  @Test("A change that nobody reads of is told on standard error")
  func unreadChange() throws {
    try store.enroll("nobody")
    let result = try unread("rename nobody phone other")
    Complaints.expectPair(result, status: 1, "broken pipe", "has ended; whatever was changed stays so")
    #expect(try store.run("status", "nobody").outputText.contains("other"))
  }

  @Test("A line may end as on Windows", arguments: ["\r\n", "\r", "\n", ""])
  func lineEnd(end: String) throws {
    let key = try store.enroll("nobody")
    let code = try OTPAuth.code(key)
    #expect(try store.run("verify", "nobody", input: code + end).outputText == "Accepted: phone.\n")
    let enrolled = try store.run(
      "enroll", "daemon", "--secret-stdin", "--no-confirm", "--quiet", input: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" + end)
    #expect(enrolled.status == 0, "\(enrolled.errorText)")
  }
}
