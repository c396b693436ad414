import OATH
import Testing

@testable import Countersign

/// What was changed by anything but this program is no record.
@Suite struct RecordDamageTests {
  private let headerSize = RecordFormat.header.count + 1

  private func good() throws -> [UInt8] {
    let key = try TestKey.make()
    return RecordFormat.write(
      try TestRecord.make([TestRecord.totp(), TestRecord.hotp()], recovery: TestRecord.recovery()), key: key)
  }

  /// What a text must give whose first wrong byte is here.
  private func failure(at position: Int) -> Reading {
    .failure(.malformedRecord(position < headerSize ? .unknownFormat : .notAuthentic))
  }

  @Test("Each bit that is flipped is found")
  func flippedBits() throws {
    let key = try TestKey.make()
    let user = try TestRecord.user("alice")
    let text = try good()
    try #require(Reading(text, of: user, key: key).record != nil)
    for bit in 0..<(text.count * 8) {
      var changed = text
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      if Reading(changed, of: user, key: key) != failure(at: bit / 8) { Issue.record("bit \(bit)") }
    }
  }

  @Test("Cut at every length it is no record")
  func cut() throws {
    let key = try TestKey.make()
    let user = try TestRecord.user("alice")
    let text = try good()
    for length in text.indices {
      let reading = Reading(Array(text.prefix(length)), of: user, key: key)
      if reading != failure(at: length) { Issue.record("length \(length)") }
      let rest = Reading(Array(text.suffix(length)), of: user, key: key)
      if rest != .failure(.malformedRecord(.unknownFormat)) { Issue.record("last \(length) bytes") }
    }
  }

  @Test("Each byte that is left out or doubled is found")
  func shifted() throws {
    let key = try TestKey.make()
    let user = try TestRecord.user("alice")
    let text = try good()
    for index in text.indices {
      var shorter = text
      shorter.remove(at: index)
      var longer = text
      longer.insert(text[index], at: index)
      if Reading(shorter, of: user, key: key).record != nil || Reading(longer, of: user, key: key).record != nil {
        Issue.record("byte \(index)")
      }
    }
  }

  @Test("Something added is found", arguments: ["\n", "x", " ", "\0", "check "])
  func added(more: String) throws {
    let key = try TestKey.make()
    let user = try TestRecord.user("alice")
    #expect(Reading(try good() + Bytes.of(more), of: user, key: key) == .failure(.malformedRecord(.notAuthentic)))
    #expect(Reading(Bytes.of(more) + (try good()), of: user, key: key) == .failure(.malformedRecord(.unknownFormat)))
  }

  @Test("Another host's record is not authentic, another version's is unknown")
  func others() throws {
    let user = try TestRecord.user("alice")
    let other = try TestKey.make("FEDCBA9876543210")
    #expect(Reading(try good(), of: user, key: other) == .failure(.malformedRecord(.notAuthentic)))
    let key = try TestKey.make()
    for header in ["countersign-user 2", "countersign-user 1 ", "countersign-user 01", "countersign-user", ""] {
      var record = SignedRecord.good
      record.lines[0] = header
      #expect(Reading(record.text(key: key), of: user, key: key) == .failure(.malformedRecord(.unknownFormat)))
    }
  }

  @Test("The check line has one spelling")
  func checkLine() throws {
    let key = try TestKey.make()
    let user = try TestRecord.user("alice")
    let body = Bytes.of(SignedRecord.good.lines.map { $0 + "\n" }.joined())
    let check = Bytes.text(Hex.encode(RecordFormat.authentication(of: body[...], key: key)))
    #expect(Reading(body + Bytes.of("check \(check)\n"), of: user, key: key).record != nil)
    for line in [
      "check \(check.lowercased())\n", "Check \(check)\n", "check  \(check)\n", "check \(check)", "check \(check)\r\n",
      "check \(check.dropLast(2))\n", "check \(check)00\n", "check \n", "\(check)\n", " check \(check)\n",
    ] {
      #expect(
        Reading(body + Bytes.of(line), of: user, key: key) == .failure(.malformedRecord(.notAuthentic)), "\(line)")
    }
    let key2 = Hex.encode(RecordFormat.authentication(of: [], key: key))
    #expect(Reading(Bytes.of("check ") + key2 + Bytes.of("\n"), of: user, key: key).record == nil)
  }
}
