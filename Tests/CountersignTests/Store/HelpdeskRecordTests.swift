import Testing

@testable import Countersign

/// The lines of a record that a helpdesk has caused.
@Suite struct HelpdeskRecordTests {
  private static let bypass =
    "bypass 3 granted=1795503004 until=1795517404 service=sshd network=192.0.2.0/24 uses=2 by=bob reason=Phone%20lost"
  private static let hash = String(repeating: "AB", count: 16) + " " + String(repeating: "CD", count: 32)
  private static let temporary = "temporary 7 created=1795503004 until=1795503904 by=bob \(hash)"
  private static let reset = "reset 1795503004 by=bob reason=Phone%20lost"

  private func read(_ lines: [String]) throws -> Reading {
    let key = try TestKey.make()
    return Reading(SignedRecord(lines: lines).text(key: key), of: try TestRecord.user("alice"), key: key)
  }

  /// A record of nothing else, and the line that is asked about as its third.
  private func read(_ line: String) throws -> Reading {
    try read(["countersign-user 1", "user alice uid=1000 next-device=1", line])
  }

  private func expectRoundTrip(_ record: UserRecord) throws {
    let key = try TestKey.make()
    let text = RecordFormat.write(record, key: key)
    #expect(Reading(text, of: record.user, key: key) == .record(record))
    #expect(UInt64(text.count) <= RecordFormat.largestSize)
  }

  @Test("Every choice of what may be there comes back, with and without devices and recovery codes")
  func roundTrip() throws {
    for mask in 0..<64 {
      var record = try TestRecord.make(mask & 16 == 0 ? [] : [TestRecord.totp(), TestRecord.hotp()])
      if mask & 1 != 0 { record.bypass = try TestHelpdesk.bypass(TestHelpdesk.terms(uses: .max), number: .max) }
      if mask & 2 != 0 { record.temporary = try TestHelpdesk.temporary(.max) }
      if mask & 4 != 0 { record.recovery = TestRecord.recovery() }
      if mask & 8 != 0 {
        if record.isEnrolled { record.disable(2, since: 5) } else { record.reset = try TestHelpdesk.reset() }
      }
      if mask & 32 != 0 { record.language = .brazilianPortuguese }
      try expectRoundTrip(record)
      #expect(record.isEnrolled == (mask & 16 != 0))
      #expect(record.isEmpty == (mask & 27 == 0))
    }
  }

  @Test("A record looks as it is documented")
  func text() throws {
    let key = try TestKey.make()
    var record = try TestRecord.make([TestRecord.totp(), TestRecord.hotp()], recovery: TestRecord.recovery())
    record.disable(1, since: 1_795_503_005)
    record.bypass = try TestHelpdesk.bypass(TestHelpdesk.terms())
    record.temporary = try TestHelpdesk.temporary(2)
    let lines = Bytes.text(RecordFormat.write(record, key: key)).split(separator: "\n")
    try #require(lines.count == 18)
    #expect(lines[2].hasSuffix(" disabled=1795503005") && !lines[3].contains("disabled"))
    #expect(
      lines[15] == "bypass 1 granted=1795503004 until=1795506604 service=- network=- uses=- by=root"
        + " reason=phone%20lost%2C%20ticket%204711")
    #expect(lines[16] == "temporary 2 created=1795503004 until=1795503904 by=root \(Self.hash)")
    record = try TestRecord.make([])
    record.reset = try TestHelpdesk.reset()
    #expect(
      Bytes.text(RecordFormat.write(record, key: key)).split(separator: "\n")[2]
        == "reset 1795503004 by=root reason=phone%20lost%2C%20ticket%204711")
  }

  @Test("The secret of a device that was disabled and enabled still opens")
  func seal() throws {
    let key = try TestKey.make()
    var record = try TestRecord.make([TestRecord.totp()])
    let before = RecordFormat.write(record, key: key)
    record.disable(1, since: 5)
    record.expire(1, at: 7)
    let device = try #require(Reading(RecordFormat.write(record, key: key), of: record.user, key: key).record?.devices[0])
    #expect(device.disabled == 5 && device.expires == 7)
    let secret = try device.openSecret(of: record.user, key: key)
    #expect(Bytes.copy(secret.bytes) == TestRecord.secret)
    record.disable(1, since: nil)
    record.expire(1, at: nil)
    #expect(RecordFormat.write(record, key: key) == before)
  }

  @Test("The lines that the tables change are good themselves", arguments: [bypass, temporary, reset])
  func good(line: String) throws { #expect(try read(line).record != nil) }

  @Test("One replacement in a good line is refused", arguments: [
    (bypass, "bypass 3", "bypass 0"), (bypass, "bypass 3", "bypass 03"), (bypass, "bypass 3", "bypass 4294967296"),
    (bypass, "bypass 3", "bypass"), (bypass, "bypass 3 ", "bypass 3  "), (bypass, "bypass", "Bypass"),
    (bypass, "granted=1795503004", "granted=1795517404"), (bypass, "granted=1795503004 ", ""),
    (bypass, "granted=1", "granted=01"), (bypass, "until=1795517404", "until=18446744073709551616"),
    (bypass, "service=sshd", "service="), (bypass, "service=sshd", "service=%73shd"), (bypass, "service=sshd ", ""),
    (bypass, "service=sshd", "service=a%00"), (bypass, "service=sshd", "service=%2D"),
    (bypass, "service=sshd", "service=" + String(repeating: "a", count: 65)),
    (bypass, "network=192.0.2.0/24", "network="), (bypass, "network=192.0.2.0/24", "network=host"),
    (bypass, "network=192.0.2.0/24", "network=192.0.2.0%2F24"), (bypass, "network=192", "network=-192"),
    (bypass, "192.0.2.0", "192.0.2.1"),
    (bypass, "uses=2", "uses=0"), (bypass, "uses=2", "uses=02"), (bypass, "uses=2", "uses="),
    (bypass, "uses=2", "uses=4294967296"), (bypass, "uses=2", "uses=--"), (bypass, "by=bob", "by="),
    (bypass, "by=bob", "by=b%6Fb"), (bypass, "reason=Phone%20lost", "reason="), (bypass, "lost", "lost more=1"),
    (bypass, "reason=Phone%20lost", "reason=%20"), (bypass, "lost", "%0Alost"), (bypass, "lost", "lost "),
    (bypass, "Phone", "%FF"), (bypass, "Phone", "%C2%9B"), (bypass, "Phone", "%E2%80%AE"),
    (bypass, "Phone", String(repeating: "a", count: 196)),
    (bypass, "service=sshd network=192.0.2.0/24", "network=192.0.2.0/24 service=sshd"),
    (temporary, "temporary 7", "temporary 0"), (temporary, "temporary 7", "temporary 07"),
    (temporary, "temporary 7", "temporary 4294967296"), (temporary, "until=1795503904", "until=1795503004"),
    (temporary, "created=1795503004 ", ""), (temporary, "by=bob ", ""), (temporary, "by=bob", "by="),
    (temporary, " ABAB", " AB"), (temporary, " ABAB", " abab"), (temporary, " ABAB", " ABABAB"),
    (temporary, " CDCD", " CD"), (temporary, " CDCD", "CDCD"), (temporary, " CDCD", " CDCDCD"),
    (temporary, " CD", " 00 CD"), (temporary, "created", "Created"),
    (reset, "reset 1", "reset 01"), (reset, "reset 1795503004", "reset"), (reset, "reset 1", "reset  1"),
    (reset, "reset 1795503004", "reset 18446744073709551616"), (reset, "by=bob", "by="), (reset, "by=bob ", ""),
    (reset, "reason=Phone%20lost", "reason="), (reset, " reason=Phone%20lost", ""), (reset, "lost", "lost more=1"),
    (reset, "by=bob reason=Phone%20lost", "reason=Phone%20lost by=bob"),
  ])
  func malformed(line: String, find: String, replacement: String) throws {
    let changed = line.replacing(find, with: replacement)
    try #require(changed != line)
    #expect(try read(changed) == .failure(.malformedRecord(.badLine(3))))
  }

  @Test("Values may be as large as they are wide", arguments: [
    (bypass, "bypass 3", "bypass 4294967295"), (bypass, "until=1795517404", "until=18446744073709551615"),
    (bypass, "granted=1795503004", "granted=0"), (bypass, "service=sshd", "service=-"),
    (bypass, "network=192.0.2.0/24", "network=-"), (bypass, "uses=2", "uses=-"), (bypass, "uses=2", "uses=4294967295"),
    (bypass, "network=192.0.2.0/24", "network=2001:db8::/32"),
    (bypass, "service=sshd", "service=--"), (temporary, "temporary 7", "temporary 4294967295"),
    (reset, "reset 1795503004", "reset 0"), (reset, "reset 1795503004", "reset 18446744073709551615"),
  ])
  func extremes(line: String, find: String, replacement: String) throws {
    #expect(try read(line.replacing(find, with: replacement)).record != nil)
  }

  @Test("Each line at most once, in one order, behind the recovery codes")
  func order() throws {
    let head = Array(SignedRecord.good.lines.prefix(2))
    let recovery = Array(SignedRecord.good.lines.suffix(11))
    let (bypass, temporary, reset) = (Self.bypass, Self.temporary, Self.reset)
    #expect(try read(head + recovery + [bypass, temporary, reset]).record != nil)
    for (lines, bad) in [
      ([temporary, bypass], 4), ([reset, bypass], 4), ([reset, temporary], 4), ([bypass, bypass], 4),
      ([temporary, temporary], 4), ([reset, reset], 4), ([bypass] + recovery, 4), ([bypass, ""], 4),
    ] {
      #expect(try read(head + lines) == .failure(.malformedRecord(.badLine(bad))), "\(lines)")
    }
  }

  @Test("Who has a device is not reset")
  func resetWithDevice() throws {
    let lines = Array(SignedRecord.good.lines.prefix(4))
    #expect(try read(lines + [Self.reset]) == .failure(.malformedRecord(.badLine(5))))
    #expect(try read(lines + [Self.bypass, Self.temporary]).record?.devices.count == 2)
  }

  @Test("A device is disabled at the end of its line, in one spelling", arguments: [
    (" disabled=1795503004", true), (" disabled=0", true), (" disabled=", false), (" disabled=01", false),
    (" disabled", false), ("  disabled=1", false), (" disabled=1 ", false), (" disabled=1 disabled=1", false),
    (" disabled=18446744073709551616", false), (" disabled=no", false), (" enabled=1", false), (" ", false),
  ])
  func disabledDevice(ending: String, isGood: Bool) throws {
    var record = SignedRecord.good
    record.lines[2] += ending
    let reading = try read(record.lines)
    #expect(isGood ? reading.record?.devices.count == 2 : reading == .failure(.malformedRecord(.badLine(3))))
  }

  @Test("A device expires before it is disabled, in one spelling", arguments: [
    (" expires=1795503004", true), (" expires=0", true), (" expires=18446744073709551615", true),
    (" expires=1 disabled=1", true), (" disabled=1 expires=1", false), (" expires=1 expires=1", false),
    (" expires=", false), (" expires=01", false), (" expires", false), ("  expires=1", false), (" expires=1 ", false),
    (" expires=18446744073709551616", false), (" expires=never", false), (" expired=1", false),
  ])
  func expiringDevice(ending: String, isGood: Bool) throws {
    var record = SignedRecord.good
    record.lines[2] += ending
    let reading = try read(record.lines)
    #expect(isGood ? reading.record?.devices.count == 2 : reading == .failure(.malformedRecord(.badLine(3))))
    guard let read = reading.record else { return }
    try expectRoundTrip(read)
    #expect(read.devices.first?.expires != nil)
  }

  @Test("What a bypass may not be", arguments: [
    (10, 10, nil, nil, nil), (11, 10, nil, nil, nil), (10, 20, "", nil, nil), (10, 20, "-", nil, nil),
    (10, 20, nil, "", nil), (10, 20, nil, "::1 ", nil), (10, 20, nil, "192.0.2.1/24", nil),
    (10, 20, nil, "host", nil), (10, 20, nil, nil, 0),
  ] as [(UInt64, UInt64, String?, String?, UInt32?)])
  func terms(granted: UInt64, until: UInt64, service: String?, network: String?, uses: UInt32?) throws {
    let by = try TestRecord.user("root")
    #expect(
      Bypass.Terms(
        granted: granted, until: until, service: service.map(Bytes.of), network: network.map(Bytes.of), uses: uses,
        by: by, reason: try TestHelpdesk.reason()) == nil)
  }
}
