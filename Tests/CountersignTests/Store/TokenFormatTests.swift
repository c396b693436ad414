import Testing

@testable import Countersign

@Suite struct TokenFormatTests {
  private static let secret = "0123ABCD:" + String(repeating: "AB", count: 12) + ":" + String(repeating: "CD", count: 36)
  private static let good = [
    "countersign-token 1",
    "token 12345678 next=5 drift=-20 manufacturer=ACME%20GmbH",
    "device 1 totp created=1795503004 algorithm=sha1 digits=6 period=60 window=1 name=12345678 secret=\(secret)"
      + " expires=1895503004",
    "assigned alice device=3 since=1795503004 by=root",
  ]

  private func read(_ lines: [String]) throws -> Result<HardwareToken, StoreFailure> {
    let key = try TestKey.make()
    let serial = try #require(TokenSerial(Bytes.of("12345678")))
    do throws(StoreFailure) {
      return .success(try RecordReader.readToken(SignedRecord(lines: lines).text(key: key), serial: serial, key: key))
    } catch {
      return .failure(error)
    }
  }

  @Test("A record looks as it is documented, with and without what need not be there")
  func roundTrip() throws {
    let key = try TestKey.make()
    var free = Self.good.dropLast()
    free[1] = "token 12345678 next=18446744073709551615 drift=2147483647 manufacturer=-"
    for lines in [Self.good, Array(free)] {
      let token = try read(lines).get()
      #expect(TokenFormat.write(token, key: key) == SignedRecord(lines: lines).text(key: key))
      #expect((token.assignment == nil) == (lines.count == 3))
    }
    let token = try read(Self.good).get()
    #expect(token.drift == -20 && token.nextMovingFactor == 5 && token.expires == 1_895_503_004)
    #expect(token.manufacturer?.bytes == Bytes.of("ACME GmbH") && token.assignment?.device == 3)
  }

  @Test("One replacement in a good line is refused", arguments: [
    (1, "next=5", "next=05"), (1, "next=5", "next=18446744073709551616"), (1, "next=5 ", ""), (1, "next", "Next"),
    (1, "drift=-20", "drift=-0"), (1, "drift=-20", "drift=-"), (1, "drift=-20", "drift=2147483648"),
    (1, "drift=-20", "drift=-2147483649"), (1, "drift=-20", "drift=--20"), (1, "drift=-20", "drift=+20"),
    (1, "manufacturer=ACME%20GmbH", "manufacturer="), (1, "manufacturer=ACME%20GmbH", "manufacturer=%0A"),
    (1, "GmbH", "GmbH more=1"), (2, "device 1", "device 2"), (2, "name=12345678", "name=1234567"),
    (2, " expires=1895503004", " expires=1895503004 disabled=5"), (2, " expires", " serial=12345678 expires"),
    (3, "device=3", "device=0"), (3, "device=3", "device=4294967296"), (3, "alice", "%61lice"), (3, "by=root", "by="),
    (3, " by=root", ""), (3, "root", "root more=1"), (3, "assigned", "given"), (3, "since=1", "since=01"),
  ])
  func malformed(line: Int, find: String, replacement: String) throws {
    var lines = Self.good
    lines[line] = lines[line].replacing(find, with: replacement)
    try #require(lines != Self.good)
    #expect(try read(lines) == .failure(.malformedToken(.badLine(line + 1))))
  }

  @Test("Another token's record, another version, and a check value that does not fit are told apart")
  func whole() throws {
    let key = try TestKey.make()
    let text = SignedRecord(lines: Self.good).text(key: key)
    let other = try #require(TokenSerial(Bytes.of("8")))
    #expect(throws: StoreFailure.malformedToken(.otherUser)) {
      _ = try RecordReader.readToken(text, serial: other, key: key)
    }
    #expect(try read(["countersign-token 2"] + Self.good.dropFirst()) == .failure(.malformedToken(.unknownFormat)))
    #expect(try read(["countersign-user 1"] + Self.good.dropFirst()) == .failure(.malformedToken(.unknownFormat)))
    #expect(try read(Self.good + [""]) == .failure(.malformedToken(.badLine(5))))
    let serial = try #require(TokenSerial(Bytes.of("12345678")))
    for index in stride(from: Bytes.of("countersign-token 1\n").count, to: text.count, by: 7) {
      var changed = text
      changed[index] ^= 1
      #expect(throws: StoreFailure.malformedToken(.notAuthentic)) {
        _ = try RecordReader.readToken(changed, serial: serial, key: key)
      }
    }
  }

  @Test("A serial number is printable and without blanks", arguments: [
    ("1", true), ("A-100/7.b", true), (String(repeating: "x", count: 64), true), ("", false), ("a b", false),
    (String(repeating: "x", count: 65), false), ("a\n", false), ("\u{e9}", false), ("\u{7f}", false),
  ])
  func serial(text: String, isGood: Bool) {
    #expect((TokenSerial(Bytes.of(text)) != nil) == isGood)
  }
}
