import Testing

@testable import Countersign

/// Texts that are authentic and still not what this program writes.
@Suite struct RecordMalformationTests {
  /// One replacement in one line of a good record, and what must be said of it.
  struct Case: CustomTestStringConvertible, Sendable {
    let line: Int
    let find: String
    let replacement: String
    var flaw: RecordFlaw?

    init(_ line: Int, _ find: String, _ replacement: String, _ flaw: RecordFlaw? = nil) {
      self.line = line
      self.find = find
      self.replacement = replacement
      self.flaw = flaw
    }

    var testDescription: String { "line \(line): \(find) → \(replacement.debugDescription)" }
  }

  private func read(_ record: SignedRecord) throws -> Reading {
    let key = try TestKey.make()
    return Reading(record.text(key: key), of: try TestRecord.user("alice"), key: key)
  }

  private func expectRefused(_ malformation: Case) throws {
    var record = SignedRecord.good
    let before = record.lines[malformation.line - 1]
    record.lines[malformation.line - 1] = before.replacing(malformation.find, with: malformation.replacement)
    try #require(record.lines[malformation.line - 1] != before)
    let flaw = malformation.flaw ?? .badLine(malformation.line)
    #expect(try read(record) == .failure(.malformedRecord(flaw)))
  }

  @Test("The record that the tables change is good itself")
  func good() throws {
    #expect(try read(.good).record?.devices.count == 2)
  }

  @Test("User line", arguments: [
    Case(2, "user ", "User "), Case(2, "user ", "user  "), Case(2, "user alice ", "user "),
    Case(2, "alice", "bob", .otherUser), Case(2, "alice", "Alice", .otherUser), Case(2, "alice", "%61lice"),
    Case(2, "alice", "alice%00", .otherUser), Case(2, "alice", "ali%c3"), Case(2, "alice", "alice\t"),
    Case(2, "uid=", "gid="), Case(2, "uid=", "uid"), Case(2, "uid=1000", "uid="), Case(2, "uid=1000", "uid=01000"),
    Case(2, "uid=1000", "uid=4294967296"), Case(2, "uid=1000", "uid=99999999999999999999999"),
    Case(2, "uid=1000", "uid=-1"), Case(2, "uid=1000", "uid=+1"), Case(2, "uid=1000", "uid=1e3"),
    Case(2, "uid=1000", "uid=0x3E8"), Case(2, "uid=1000 ", ""), Case(2, " next-device=9", ""),
    Case(2, "next-device=9", "next-device=0"), Case(2, "next-device=9", "next-device=4294967296"),
    Case(2, "next-device=9", "next-device=9 "), Case(2, "next-device=9", "next-device=9 more=1"),
    Case(2, "uid=1000 next-device=9", "next-device=9 uid=1000"), Case(2, " uid", "  uid"), Case(2, " uid", "\tuid"),
    Case(2, "device=9", "device=9\r"), Case(2, "device=9", "device=9\0"), Case(2, "user", ""), Case(2, "user", " user"),
  ])
  func userLine(malformation: Case) throws { try expectRefused(malformation) }

  @Test("What every device line has", arguments: [
    Case(3, "device 1", "Device 1"), Case(3, "device 1", "device 0"), Case(3, "device 1", "device 01"),
    Case(3, "device 1", "device -1"), Case(3, "device 1", "device 9"), Case(3, "device 1", "device 4294967296"),
    Case(3, "device 1", "device"), Case(3, "device 1", "device  1"), Case(3, "device 1", "device 2", .badLine(4)),
    Case(3, "totp", "TOTP"), Case(3, "totp", "yubico-otp"), Case(3, "totp", "hotp"), Case(3, "totp", ""),
    Case(3, "created=1795503004", "created="), Case(3, "created=1795503004", "created=-5"),
    Case(3, "created=1795503004", "created=18446744073709551616"), Case(3, "created=1795503004 ", ""),
    Case(3, "created=1795503004", "created=0000000001"),
    Case(3, "algorithm=sha1", "algorithm=SHA1"), Case(3, "algorithm=sha1", "algorithm=md5"),
    Case(3, "algorithm=sha1", "algorithm="), Case(3, "algorithm=sha1", "algorithm=sha1 algorithm=sha1"),
    Case(3, "digits=6", "digits=5"), Case(3, "digits=6", "digits=9"), Case(3, "digits=6", "digits=10"),
    Case(3, "digits=6", "digits=06"), Case(3, "digits=6", "digits="), Case(3, "digits=6", "digits=six"),
    Case(3, "algorithm=sha1 digits=6", "digits=6 algorithm=sha1"),
    Case(3, "name=Phone", "name="), Case(3, "name=Phone", "name=%20Phone"), Case(3, "name=Phone", "name=Phone%20"),
    Case(3, "name=Phone", "name=a%0Ab"), Case(3, "name=Phone", "name=a%7F"), Case(3, "name=Phone", "name=%FF"),
    Case(3, "name=Phone", "name=%C2%9Bm"), Case(3, "name=Phone", "name=%50hone"), Case(3, "name=Phone", "name=a%2"),
    Case(3, "name=Phone", "name=.x"), Case(3, "name=Phone", "name=Phöne"), Case(3, "name=Phone ", ""),
    Case(3, "name=Phone", "name=" + String(repeating: "a", count: 65)), Case(3, "name=Phone", "name=My Phone"),
    Case(3, "secret=0123ABCD:", "secret="), Case(3, "secret=", "seed="), Case(3, "secret=0123ABCD", "secret=0123abcd"),
    Case(3, "secret=0", "secret= 0"), Case(3, ":CD", ":cd"), Case(3, ":CD", ":CDC"), Case(3, ":AB", ":ABAB"),
  ])
  func deviceLines(malformation: Case) throws { try expectRefused(malformation) }

  private static let settings = "totp created=1795503004 algorithm=sha1 digits=6 period=30 window=1"

  @Test("The public identity of a key has one spelling", arguments: [
    "", "A", "ABC", "ab", "AB CD", "--", "-AB", "AB-", "GG", "ccccccccccccb", String(repeating: "AB", count: 17),
  ])
  func publicIdentity(text: String) throws {
    try expectRefused(Case(3, Self.settings, "yubico-otp created=1795503004 public-id=\(text)"))
  }

  @Test("A key has no hash and no digits", arguments: [
    "algorithm=sha1 digits=6 public-id=AB", "digits=6 public-id=AB", "public-id=AB digits=6", "public-ID=AB", "",
  ])
  func keySettings(text: String) throws {
    try expectRefused(Case(3, Self.settings, "yubico-otp created=1795503004 \(text)"))
  }

  @Test("A suite has one spelling", arguments: [
    "", "-", "OCRA-1:HOTP-SHA1-6:qn08", "ocra-1:HOTP-SHA1-6:QN08", "OCRA-1:HOTP-SHA1-6:QN04", "OCRA-1:HOTP-SHA1-0:QN08",
    "OCRA-1:HOTP-SHA1-6:QN08-S064", "OCRA-1:HOTP-SHA1-6:QN08 more=1",
  ])
  func suite(text: String) throws {
    try expectRefused(Case(3, Self.settings, "ocra created=1795503004 suite=\(text)"))
  }

  @Test("A key's line is read where it is right", arguments: ["-", "AB", "000000000001"])
  func key(text: String) throws {
    var record = SignedRecord.good
    record.lines[2] = record.lines[2].replacing(Self.settings, with: "yubico-otp created=1795503004 public-id=\(text)")
    #expect(try read(record).record?.devices.count == 2)
  }

  @Test("What a kind of device has", arguments: [
    Case(3, "period=30", "period=9"), Case(3, "period=30", "period=301"), Case(3, "period=30", "period=0"),
    Case(3, "period=30", "period=030"), Case(3, "period=30 ", ""), Case(3, "window=1", "window=11"),
    Case(3, "window=1", "window=-1"), Case(3, "window=1", "window=01"), Case(3, "window=1 ", ""),
    Case(3, "period=30 window=1", "window=1 period=30"), Case(3, "period=30 window=1", "look-ahead=10"),
    Case(3, "window=1", "window=1 look-ahead=10"),
    Case(4, "look-ahead=10", "look-ahead=101"), Case(4, "look-ahead=10", "look-ahead="),
    Case(4, "look-ahead=10", "look-ahead=010"), Case(4, "look-ahead=10 ", ""),
    Case(4, "look-ahead=10", "period=30 window=1"), Case(4, "hotp", "totp"),
  ])
  func kinds(malformation: Case) throws { try expectRefused(malformation) }

  @Test("Recovery codes", arguments: [
    Case(5, "created=1795503004", "created=1795503004 digits=8 codes=11"),
    Case(5, "created=1795503004", "created=1795503004 digits=8 codes=0"),
    Case(5, "created=1795503004", "created=1795503004 digits=6 codes=10"),
    Case(5, "created=1795503004", "created=1795503004 digits=8"),
    Case(5, "created=1795503004", "created=1795503004 codes=10"),
    Case(5, "recovery 1", "recovery 0"), Case(5, "recovery 1", "recovery 01"), Case(5, "recovery 1", "recovery"),
    Case(5, "recovery 1", "recovery 4294967296"), Case(5, "recovery 1", "Recovery 1"),
    Case(5, "created=1795503004", "created="), Case(5, " created=1795503004", ""),
    Case(5, "created=1795503004", "created=1795503004 more=1"),
    Case(6, "code", "Code"), Case(6, "code ", "code  "), Case(6, "code 00", "code "), Case(6, "code 00", "code 0000"),
    Case(6, "code 00", "code 0"), Case(6, " 10", " "), Case(6, " 10", " 1010"), Case(6, " 10", " 1g"),
    Case(15, "1919", "1919 "), Case(15, "code", ""), Case(15, " 1", "1"),
    Case(6, " 10", " " + String(repeating: "10", count: 33) + " 10"),
  ])
  func recoveryCodes(malformation: Case) throws { try expectRefused(malformation) }

  @Test("Numbers may be as large as they are wide", arguments: [
    Case(2, "uid=1000", "uid=4294967295"), Case(2, "uid=1000", "uid=0"),
    Case(2, "next-device=9", "next-device=4294967295"), Case(2, "next-device=9", "next-device=3"),
    Case(3, "created=1795503004", "created=18446744073709551615"), Case(3, "created=1795503004", "created=0"),
    Case(5, "recovery 1", "recovery 4294967295"), Case(3, "digits=6", "digits=8"), Case(3, "window=1", "window=10"),
    Case(3, "period=30", "period=300"), Case(4, "look-ahead=10", "look-ahead=100"),
    Case(3, "name=Phone", "name=" + String(repeating: "a", count: 64)), Case(3, "name=Phone", "name=%C3%A9"),
  ])
  func extremes(change: Case) throws {
    var record = SignedRecord.good
    record.lines[change.line - 1] = record.lines[change.line - 1].replacing(change.find, with: change.replacement)
    #expect(try read(record).record != nil)
  }

  @Test("A line too few or too many", arguments: [2, 3, 5, 6, 15, 16])
  func missingAndEmptyLines(number: Int) throws {
    if number < 16, number != 3 {
      var shorter = SignedRecord.good
      shorter.lines.remove(at: number - 1)
      let expected = number > 5 ? 15 : number
      #expect(try read(shorter) == .failure(.malformedRecord(.badLine(expected))))
    }
    for extra in ["", " ", "code 00 00", "frob", "device", "user alice uid=1000 next-device=9", "#"] {
      var longer = SignedRecord.good
      longer.lines.insert(extra, at: number - 1)
      // A second user line in the first one's place is itself right.
      let expected = extra.hasPrefix("user") && number == 2 ? 3 : number
      #expect(try read(longer) == .failure(.malformedRecord(.badLine(expected))), "\(extra)")
    }
  }

  @Test("Devices are at most twenty, in the order of their ids, before the recovery codes")
  func order() throws {
    let good = SignedRecord.good
    var swapped = good
    swapped.lines.swapAt(2, 3)
    #expect(try read(swapped) == .failure(.malformedRecord(.badLine(4))))
    var late = good
    late.lines.append(late.lines.remove(at: 3))
    #expect(try read(late) == .failure(.malformedRecord(.badLine(15))))
    var twice = good
    twice.lines += good.lines.suffix(11)
    #expect(try read(twice) == .failure(.malformedRecord(.badLine(16))))
    for count in [20, 21] {
      var many = good
      many.lines[1] = "user alice uid=1000 next-device=99"
      let device = many.lines[2]
      many.lines.replaceSubrange(
        2..<4, with: (1...count).map { device.replacing("device 1 ", with: "device \($0) ") })
      let expected = count == 20 ? nil : Reading.failure(.malformedRecord(.badLine(23)))
      let reading = try read(many)
      #expect(expected == nil ? reading.record?.devices.count == 20 : reading == expected)
    }
  }

  @Test("Only a header is no record")
  func onlyHeader() throws {
    #expect(try read(SignedRecord(lines: ["countersign-user 1"])) == .failure(.malformedRecord(.badLine(2))))
  }
}
