import Foundation
import Testing

@Suite struct ReportTests {
  private func object(_ result: Command.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  private func users(_ facts: [String: Any], _ list: String) -> [String] {
    (facts[list] as? [[String: Any]] ?? []).compactMap { $0["user"] as? String }
  }

  @Test("Nobody has to be enrolled where the policy does not say so")
  func nothing() throws {
    let result = try StoreRoot().run("report")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.outputText.contains("enrolled      0 users, 0 devices"))
    #expect(result.outputText.contains("missing       nobody who must be enrolled"))
    #expect(!result.outputText.contains("Not used for"))
  }

  @Test("Who must be enrolled and is not, by when, and by which line")
  func missing() throws {
    let store = try StoreRoot()
    try store.write(policy: "Mode mandatory\nEnrollBy 2199-01-01\nMatch User root\n  EnrollBy 2020-01-01\n")
    let facts = try object(store.run("report", "--json"))
    let root = try #require((facts["missing"] as? [[String: Any]])?.first { $0["user"] as? String == "root" })
    #expect(root["refused"] as? Bool == true)
    #expect((root["decidedBy"] as? [String: Any])?["line"] as? Int == 4)
    let text = try store.run("report").outputText
    #expect(text.contains("Must be enrolled and are not") && text.contains("line 4, EnrollBy 2020-01-01"))
    try store.enroll("root")
    #expect(try !users(object(store.run("report", "--json")), "missing").contains("root"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("Devices that are unused, and factors that are not asked")
  func attention() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    for _ in 0..<5 { _ = try store.run("verify", "nobody", input: OTPAuth.wrongCode(key) + "\n") }
    let facts = try object(store.run("report", "--json"))
    #expect(users(facts, "enrolled") == ["nobody"] && users(facts, "unused").isEmpty)
    let waiting = try #require((facts["notAsked"] as? [[String: Any]])?.first)
    let factor = try #require(waiting["factor"] as? [String: Any])
    #expect(waiting["user"] as? String == "nobody" && factor["reason"] as? String == "waiting")
    #expect(try store.run("report").outputText.contains("5 wrong codes in a row"))
    try store.write(policy: "Throttle wait-after=6\n")
    #expect(try users(object(store.run("report", "--json")), "notAsked").isEmpty)
  }

  @Test("A damaged record is told of, and its user does not count as missing")
  func damaged() throws {
    let store = try StoreRoot()
    try store.enroll("root")
    try store.enroll("nobody")
    try store.write(policy: "Mode mandatory\n")
    let record = store.directory.appendingPathComponent("var/lib/countersign/users/root")
    try Data("countersign-user 1\n".utf8).write(to: record)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: record.path)
    let result = try store.run("report", "--json")
    Complaints.expectPair(result, status: 1, "/users/root")
    let facts = try object(result)
    #expect(users(facts, "enrolled") == ["nobody"] && !users(facts, "missing").contains("root"))
  }

  @Test("A policy with a flaw gives no report")
  func flaw() throws {
    let store = try StoreRoot()
    try store.write(policy: "Mode x\n")
    Complaints.expectPair(try store.run("report"), status: 1, "line 1", "policy check")
  }

  @Test("Durations are as in the policy file", arguments: ["90", "1w", "0d", "-1d", "1h2d"])
  func badDuration(text: String) throws {
    #expect(try CountersignCommandLine.run(["report", "--unused-for=\(text)"]).status == 2)
  }
}
