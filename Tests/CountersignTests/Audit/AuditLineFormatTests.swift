import Foundation
import Testing

@testable import Countersign

@Suite struct AuditLineFormatTests {
  private func line(_ event: AuditEvent, after link: AuditLink = .beginning, gap: [UInt8] = []) throws -> [UInt8] {
    try line(AuditEntry(event), after: link, gap: gap)
  }

  private func line(_ entry: AuditEntry, after link: AuditLink = .beginning, gap: [UInt8] = []) throws -> [UInt8] {
    let fields = [AuditField("outcome", word: entry.outcome)] + entry.fields
    let kind = try #require(entry.kind)
    return AuditLineFormat.line(kind, fields, after: link, gap: gap[...], time: AuditBench.time).text
  }

  private func object(_ line: [UInt8]) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
  }

  @Test("A line reads as documented, and its hash is SHA-256 of what was before and of the line")
  func documented() throws {
    let label = FactorLabel.device(id: 1, name: try TestRecord.name("My phone"), kind: TestRecord.totp())
    let text = Bytes.text(
      try line(.login(AuditBench.request(), .accepted(label), userIsKnown: true)))
    let body =
      #"{"seq":1,"time":"2026-11-25T21:40:00Z","event":"login","outcome":"accepted","user":"alice","service":"sshd","#
      + #""address":"192.0.2.7","tty":"ssh","device":"1:My phone","reason":"totp""#
    let hash = Bytes.text(Hex.encode(Checksum.of([UInt8](repeating: 0, count: 32), Bytes.of(body)[...])))
    #expect(text == body + #","hash":""# + hash + "\"}\n")
  }

  @Test("Every line is one line of JSON in printable ASCII that holds what it is about")
  func everyEvent() throws {
    let label = FactorLabel.device(id: 1, name: try TestRecord.name("Phone"), kind: TestRecord.totp())
    for verdict in EveryFailure.verdicts(label) {
      let line = try line(.login(AuditBench.request(), verdict, userIsKnown: true))
      #expect(line.dropLast().allSatisfy { (0x20...0x7E).contains($0) } && line.last == 10)
      let object = try object(line)
      #expect(object["user"] as? String == "alice" && object["event"] as? String == "login")
      #expect(object["reason"] as? String == AuditTail(verdict).reason.description)
      for field in AuditTail(verdict).details where field.value != .absent {
        #expect(object[field.name.description] != nil)
      }
    }
  }

  @Test("The name of a user who is not known is in no line")
  func unknownUsers() throws {
    for verdict in EveryFailure.verdicts(.recoveryCode(1)) {
      let line = try line(.login(AuditBench.request(), verdict, userIsKnown: false))
      let object = try object(line)
      #expect(!Bytes.text(line).contains("alice") && object["user"] == nil)
    }
  }

  @Test("No byte of a name, service, address or terminal leaves its field, and all can be read back")
  func everyByte() throws {
    for byte in UInt8(0)...255 {
      let bytes: [UInt8] = [0x61, byte, 0x22, byte]
      let user = byte == 0 ? Bytes.of("alice") : bytes
      let request = LoginRequest(
        user: try #require(UserName(user)), service: bytes, address: bytes, terminal: bytes)
      let line = try line(.login(request, .disabled, userIsKnown: true))
      let object = try object(line)
      #expect(line.dropLast().allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x5C })
      #expect(object.count == 10 && object["user"] != nil && object["reason"] != nil)
      for name in ["service", "address", "tty"] {
        let text = try #require(object[name] as? String)
        #expect(AuditField.unescaped(Array(text.utf8)[...]) == bytes)
      }
      let reading = try #require(AuditLineFormat.read(line.dropLast()))
      #expect(AuditField.unescaped(try #require(reading.text("user"))) == user)
    }
  }

  @Test("The longest values give a line that can be found at the end of a file; a cut one ends in a percent sign")
  func longest() throws {
    let long = [UInt8](repeating: 0xFF, count: 5_000)
    let request = LoginRequest(
      user: try #require(UserName(Array(long.prefix(255)))), service: long, address: long, terminal: long)
    let line = try line(
      .login(request, .unavailable(.locked(seconds: .max)), userIsKnown: true),
      after: AuditLink(sequence: .max - 2, hash: Array(long.prefix(32))))
    #expect(line.count <= AuditLineFormat.longest)
    #expect(AuditLineFormat.read(line.dropLast()) != nil)
    let object = try object(line)
    #expect((object["user"] as? String)?.hasSuffix("%FF") == true)
    #expect((object["service"] as? String)?.hasSuffix("%FF%") == true && object["hint"] != nil)
    let act = Administration(
      .rename, user: request.user, by: long,
      reason: ChangeReason([UInt8](repeating: 0x22, count: ChangeReason.longest)),
      details: [AuditField("a", .foreign(long)), AuditField("b", .foreign(long)), AuditField("c", .foreign(long))])
    let other = try self.line(AuditEntry(act))
    #expect(other.count <= AuditLineFormat.longest && AuditLineFormat.read(other.dropLast()) != nil)
  }

  @Test("A value that looks like a field is none")
  func lookalikes() throws {
    let request = LoginRequest(
      user: try TestRecord.user("x"), service: Bytes.of(#"a","user":"root"#), address: Bytes.of(",user:"),
      terminal: nil)
    let line = try line(.login(request, .disabled, userIsKnown: true), gap: [1, 2])
    let reading = try #require(AuditLineFormat.read(line.dropLast()))
    #expect(reading.text("user").map { Bytes.text(Array($0)) } == "x")
    #expect(reading.gap == 2 && reading.number("seq") == nil && reading.text("nothing") == nil)
    #expect(reading.time == AuditBench.time && reading.isKind(.login) && !reading.isKind(.rotated))
  }

  @Test(
    "Every prefix of a line is torn, and nothing that was a whole line is", arguments: [[], [0], [0, 0]] as [[UInt8]])
  func torn(room: [UInt8]) throws {
    let line = try line(.noUser).dropLast()
    for length in 1..<line.count - 1 { #expect(AuditLineFormat.isTorn(line.prefix(length) + room)) }
    #expect(!AuditLineFormat.isTorn(line + [0x20]))
    #expect(!AuditLineFormat.isTorn(Bytes.of("{\"seq\":1,\n") + Bytes.of("foreign")[...]))
    #expect(!AuditLineFormat.isTorn(Bytes.of("{\"seq\":1\u{1B}")[...]))
    #expect(!AuditLineFormat.isTorn(([0] + Bytes.of("{\"seq\":1"))[...]))
  }
}
