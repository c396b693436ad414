import OATH
import Testing

@testable import Countersign

@Suite struct RecordFormatTests {
  private func expectRoundTrip(_ record: UserRecord, key: borrowing SealKey) {
    let text = RecordFormat.write(record, key: key)
    #expect(Reading(text, of: record.user, key: key) == .record(record))
    #expect(UInt64(text.count) <= RecordFormat.largestSize)
  }

  @Test("Every kind of device comes back with every parameter")
  func kinds() throws {
    let key = try TestKey.make()
    for algorithm in HashAlgorithm.allCases {
      for digits in [DigitCount.six, .seven, .eight] {
        let kinds =
          [10, 30, 300].flatMap { period in
            [0, 1, 10].map { TestRecord.totp(algorithm, digits: digits, period: period, window: $0) }
          } + [0, 10, 100].map { TestRecord.hotp(algorithm, digits: digits, lookAhead: $0) }
        expectRoundTrip(try TestRecord.make(kinds), key: key)
      }
    }
  }

  @Test("Keys come back with public identities of every length")
  func keys() throws {
    let key = try TestKey.make()
    var record = try TestRecord.make([])
    let secret = [UInt8](repeating: 1, count: YubicoOTP.secretLength)
    for length in 0...16 {
      let identity = try #require(PublicIdentity([UInt8](repeating: 0xFE, count: length)))
      let device = try record.add(
        .yubicoOTP(identity), name: TestRecord.name("Key \(length)"), created: 7, secret: secret.span, key: key)
      let text = Bytes.text(RecordFormat.settings(id: try #require(device).id, kind: .yubicoOTP(identity), created: 7))
      let digits = length == 0 ? "-" : String(repeating: "FE", count: length)
      #expect(text == "\(length + 1) yubico-otp created=7 public-id=\(digits)")
    }
    expectRoundTrip(record, key: key)
  }

  @Test("Tokens come back with their suites", arguments: [
    "OCRA-1:HOTP-SHA1-6:QN08", "OCRA-1:HOTP-SHA512-10:C-QA64-PSHA512-T48H",
  ])
  func tokens(text: String) throws {
    let key = try TestKey.make()
    var record = try TestRecord.make([])
    let secret = [UInt8](repeating: 1, count: 100)
    let kind = try DeviceKind.ocra(OCRASuite(Bytes.of(text)))
    let device = try record.add(kind, name: TestRecord.name("Token"), created: 7, secret: secret.span, key: key)
    let settings = RecordFormat.settings(id: try #require(device).id, kind: kind, created: 7)
    #expect(Bytes.text(settings) == "1 ocra created=7 suite=\(text)")
    expectRoundTrip(record, key: key)
  }

  @Test("A record without devices, with recovery codes, with both", arguments: [0, 1, 20])
  func devices(count: Int) throws {
    let key = try TestKey.make()
    let kinds = [DeviceKind](repeating: TestRecord.totp(), count: count)
    expectRoundTrip(try TestRecord.make(kinds), key: key)
    expectRoundTrip(try TestRecord.make(kinds, recovery: TestRecord.recovery()), key: key)
  }

  @Test("Sets of codes of eight digits have one to ten of them", arguments: 1...10)
  func digitCodes(count: Int) throws {
    let key = try TestKey.make()
    let codes = Array(TestRecord.recovery().codes.prefix(count))
    let set = RecoveryCodeSet(number: 3, created: 7, form: .digits, codes: codes)
    let record = try TestRecord.make([TestRecord.totp()], recovery: set)
    expectRoundTrip(record, key: key)
    let lines = Bytes.text(RecordFormat.write(record, key: key)).split(separator: "\n")
    #expect(lines[3] == "recovery 3 created=7 digits=8 codes=\(count)")
  }

  @Test("The largest record of all fits")
  func largest() throws {
    let key = try TestKey.make()
    let user = try #require(UserName([UInt8](repeating: 0xFF, count: 255)))
    let name = try #require(DeviceName([UInt8](repeating: 0x7E, count: 64)))
    let cipher = [UInt8](repeating: 0xFF, count: SealedSecret.tagLength + SealedSecret.longestSecret)
    let sealed = SealedSecret(
      keyIdentifier: key.identifier, nonce: [UInt8](repeating: 0, count: 12), cipherText: cipher)
    let kind = TestRecord.totp(.sha512, digits: .eight, period: 300, window: 10)
    let devices = (UInt32.max - 20..<UInt32.max).map { id in
      Device(id: id, kind: kind, created: .max, name: name, secret: sealed)
    }
    let codes = TestRecord.recovery().codes
    let recovery = RecoveryCodeSet(number: .max, created: .max, codes: codes)
    expectRoundTrip(
      UserRecord(user: user, uid: .max, nextDevice: .max, devices: devices, recovery: recovery), key: key)
  }

  @Test(
    "Users and names of any bytes come back", arguments: ["alice", "a b", "a\nuser b", "jürgen", "%", ".", "check "])
  func names(name: String) throws {
    let key = try TestKey.make()
    expectRoundTrip(try TestRecord.make([TestRecord.totp()], user: name), key: key)
    let secret = TestRecord.secret
    let sealed = try key.seal(secret.span, for: [])
    if let deviceName = DeviceName(Bytes.of(name)) {
      let device = Device(id: 1, kind: TestRecord.hotp(), created: 0, name: deviceName, secret: sealed)
      let user = try TestRecord.user(name)
      expectRoundTrip(UserRecord(user: user, uid: 0, nextDevice: 2, devices: [device], recovery: nil), key: key)
    }
  }

  @Test("A record looks as it is documented")
  func text() throws {
    let key = try TestKey.make()
    let record = try TestRecord.make([TestRecord.totp(), TestRecord.hotp(.sha256, digits: .eight)])
    let lines = Bytes.text(RecordFormat.write(record, key: key)).split(
      separator: "\n", omittingEmptySubsequences: false)
    try #require(lines.count == 6)
    #expect(lines[0] == "countersign-user 1")
    #expect(lines[1] == "user alice uid=1000 next-device=3")
    #expect(
      lines[2].hasPrefix(
        "device 1 totp created=1795503004 algorithm=sha1 digits=6 period=30 window=1 name=Device%201 secret="))
    #expect(
      lines[3].hasPrefix(
        "device 2 hotp created=1795503004 algorithm=sha256 digits=8 look-ahead=10 name=Device%202 secret="))
    #expect(lines[4].hasPrefix("check ") && lines[4].utf8.count == 70)
    #expect(lines[5].isEmpty)
    #expect(lines.allSatisfy { line in !line.contains("31323334353637383930") })
  }

  @Test(
    "Numbers are written in decimal digits",
    arguments: [
      (0, "0"), (9, "9"), (10, "10"), (1_000, "1000"), (.max, "18446744073709551615"),
    ] as [(UInt64, String)])
  func decimals(number: UInt64, text: String) {
    #expect(Bytes.text(RecordFormat.decimal(number)) == text)
  }
}
