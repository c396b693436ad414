import Countersign
import Foundation
import Testing

/// `enroll --expires`, `expire`, and where it is shown.
@Suite struct ExpireTests {
  private func object(_ result: Command.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  private func device(_ store: StoreRoot) throws -> [String: Any] {
    try #require((object(store.run("status", "nobody", "--json"))["devices"] as? [[String: Any]])?.first)
  }

  private func seconds(_ text: Any?) throws -> Double {
    let text = try #require(text as? String)
    return try #require(ISO8601DateFormatter().date(from: text)).timeIntervalSince1970
  }

  /// Lets the device be over since long ago, which no command does.
  private func makeExpired(_ store: StoreRoot) throws {
    let user = try #require(UserName(Array("nobody".utf8)))
    let users = try UserStore(StoreLocation(root: Array(store.directory.path.utf8)))
    try users.expire(device: 1, of: user, at: 1_700_000_000)
  }

  @Test("A device is enrolled with an end, which status, list and report show")
  func enroll() throws {
    let store = try StoreRoot()
    let before = Date().timeIntervalSince1970.rounded(.down)
    let result = try store.run("enroll", "nobody", "--no-confirm", "--qr", "none", "--expires", "10d")
    #expect(result.status == 0 && result.outputText.contains("It expires at 20"))
    let end = try seconds(device(store)["expires"])
    #expect((before + 864_000...Date().timeIntervalSince1970 + 864_000).contains(end))
    #expect(try store.run("status", "nobody").outputText.contains("\n  expires       20"))
    #expect(try store.run("list", "nobody").outputText.contains("enabled, expires 20"))
    let report = try object(store.run("report", "--json"))
    let expiring = try #require((report["expiring"] as? [[String: Any]])?.first)
    #expect(expiring["user"] as? String == "nobody" && expiring["device"] as? String == "phone")
    #expect(try seconds(expiring["expires"]) == end)
    #expect(try store.run("report").outputText.contains("Expire within 30 days"))
  }

  @Test("The end can be moved and taken away; the report tells of those within 30 days", arguments: [
    ("30d", true), ("31d", false), ("2199-01-01", false), ("never", false),
  ])
  func moved(end: String, isNoticed: Bool) throws {
    let store = try StoreRoot()
    try store.enroll("nobody", "--expires", "2199-06-01T12:00Z")
    #expect(try device(store)["expires"] as? String == "2199-06-01T12:00:00Z")
    let result = try store.run("expire", "nobody", "phone", end)
    let told = end == "never" ? "The device phone of nobody no longer expires.\n" : "The device phone of nobody expires at "
    #expect(result.status == 0 && result.outputText.hasPrefix(told))
    #expect(try (device(store)["expires"] == nil) == (end == "never"))
    let expiring = try #require(try object(store.run("report", "--json"))["expiring"] as? [Any])
    #expect(expiring.isEmpty != isNoticed)
    let audit = try store.run("audit", "show", "--json").outputText
    #expect(audit.contains("\"action\":\"expire\""))
    guard end == "never" else { return }
    #expect(try store.run("expire", "nobody", "phone", "never").outputText.hasSuffix("nothing was changed.\n"))
  }

  @Test("An expired device is refused, said to be so, and lets in again only after a question")
  func expired() throws {
    let store = try StoreRoot()
    let key = try store.enroll("nobody")
    try makeExpired(store)
    Complaints.expectPair(
      try store.run("verify", "nobody", input: OTPAuth.code(key) + "\n"), status: 1, "phone has expired",
      "countersign expire nobody phone")
    #expect(try device(store)["misses"] as? Int == 0)
    #expect(try store.run("status", "nobody").outputText.contains("\n  expired       20"))
    #expect(try store.run("list", "nobody").outputText.contains("  expired\n"))
    #expect(try store.run("list").outputText.contains("phone (expired)"))
    let explained = try store.run("explain", "nobody", "--service", "sshd").outputText
    #expect(explained.contains("expired at 20") && explained.contains("countersign expire nobody phone never"))
    let resting = try #require((try object(store.run("report", "--json"))["notAsked"] as? [[String: Any]])?.first)
    #expect((resting["factor"] as? [String: Any])?["reason"] as? String == "expired")
    Complaints.expectPair(
      try store.run("expire", "nobody", "phone", "never"), status: 1, "would let in again", "add --yes")
    #expect(try store.run("expire", "nobody", "phone", "90d", "--yes").status == 0)
    #expect(try store.run("verify", "nobody", input: OTPAuth.code(key) + "\n").status == 0)
  }

  @Test("What is over already is no end")
  func past() throws {
    let store = try StoreRoot()
    Complaints.expectPair(
      try store.run("enroll", "nobody", "--no-confirm", "--quiet", "--expires", "2020-01-01"), status: 1,
      "it would end before it begins", "a time to come")
    #expect(try store.files().keys.sorted() == ["state", "users"])
    try store.enroll("nobody")
    let before = try store.files()
    Complaints.expectPair(
      try store.run("expire", "nobody", "phone", "2020-01-01"), status: 1, "it would end before it begins")
    for end in ["", "soon", "0d", "2027-13-01", "-1d"] {
      #expect(try store.run(["expire", "nobody", "phone", "--", end]).status == 2, "\(end)")
    }
    #expect(try store.files() == before)
  }
}
