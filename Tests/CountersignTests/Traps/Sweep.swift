import OATH

@testable import Countersign

/// Each parser over all mutations of good inputs, to be run in a process of its own: a trap ends it.
///
/// What a parser gives is looked at elsewhere; here it only has to come back.
enum Sweep {
  /// Runs a parser over the mutations of each input, and traps itself if there were suspiciously few.
  static func run(_ inputs: [[UInt8]], _ parse: ([UInt8]) -> Void) {
    for input in inputs {
      let count = Mutations(input: input).each(parse)
      precondition(count > 8 * input.count, "the sweep looked at \(count) inputs only")
    }
  }

  private static func key() -> SealKey {
    let content = TestKey.file()
    guard let key = try? SealKey.parse(content.span) else { preconditionFailure("the key of the tests") }
    return key
  }

  private static func user() -> UserName {
    guard let user = UserName(Array("alice".utf8)) else { preconditionFailure("the user of the tests") }
    return user
  }

  /// Records whose check value fits whatever the lines say, and records as they stand in a file.
  static func records() {
    let key = key()
    let user = user()
    var record = SignedRecord.good
    // Of ten lines alike, one is enough.
    record.lines.removeSubrange(6...)
    record.lines[1] += " language=zh-CN"
    record.lines[3] += " serial=A-100 expires=1895503004 disabled=1"
    record.lines += [
      "bypass 1 granted=1795503004 until=1795517404 service=sshd network=- uses=3 by=root reason=Phone%20lost",
      "temporary 1 created=1795503004 until=1795503904 by=root " + String(repeating: "01", count: 16) + " "
        + String(repeating: "23", count: 32),
      "reset 1795503004 by=root reason=Lost",
    ]
    run([Array(record.lines.joined(separator: "\n").utf8)]) { lines in
      let body = lines + [0x0A]
      let check = Hex.encode(RecordFormat.authentication(of: body[...], key: key))
      _ = try? RecordReader.read(body + Array("check ".utf8) + check + [0x0A], of: user, key: key)
    }
    let short = SignedRecord(lines: Array(SignedRecord.good.lines.prefix(2)))
    run([short.text(key: key)]) { _ = try? RecordReader.read($0, of: user, key: key) }
  }

  /// Catalogues of messages, looked into for one that is there and one that is not.
  static func catalogues() {
    let catalogue = CompiledCatalogue.of([("login\u{4}Yes.", "Ja."), ("login\u{4}No.", "Nein.")])
    run([catalogue]) { bytes in
      let read = MessageCatalogue(bytes)
      _ = read?.translation(of: Array("login\u{4}Yes.".utf8))
      _ = read?.translation(of: Array("login\u{4}Perhaps.".utf8))
    }
  }

  /// Records of hardware tokens whose check value fits.
  static func tokens() {
    let key = key()
    guard let serial = TokenSerial(Array("Phone".utf8)) else { preconditionFailure("the serial number of the tests") }
    let lines = [
      "countersign-token 1", "token Phone next=5 drift=-20 manufacturer=ACME", SignedRecord.good.lines[2],
      "assigned alice device=3 since=1795503004 by=root",
    ]
    run([Array(lines.joined(separator: "\n").utf8)]) { lines in
      let body = lines + [0x0A]
      let check = Hex.encode(RecordFormat.authentication(of: body[...], key: key))
      _ = try? RecordReader.readToken(body + Array("check ".utf8) + check + [0x0A], serial: serial, key: key)
    }
  }

  /// Slots whose checksum fits, and a code that is checked on the state they give.
  static func states() {
    let user = user()
    var state = TestState.full(devices: 2)
    state.devices[0] = DeviceState(id: 1, nextMovingFactor: 5)
    guard let slot = StateFormat.encode(StateFormat.Slot(generation: .max - 1, state: state), user: user) else {
      preconditionFailure("the state of the tests")
    }
    let rest = Array(slot[200..<(slot.count - Checksum.length)])
    run([Array(slot[..<200])]) { head in
      let body = Array((head + rest).prefix(StateFormat.slotSize - Checksum.length))
      let file = body + Checksum.of(user.bytes, body[...])
      guard let slots = try? StateSlots(file + slot, user: user) else { return }
      if let next = try? slots.following(slots.current.state) { _ = StateFormat.encode(next.slot, user: user) }
      check(slots.current.state)
    }
    run([Array(slot.suffix(64))]) { _ = try? StateSlots(slot.dropLast(64) + $0 + slot, user: user) }
  }

  private static func check(_ state: UserState) {
    let secret = TestRecord.secret
    let key = key()
    guard let name = DeviceName(Array("Phone".utf8)), let code = try? TypedCode(Array("755224".utf8).span) else { return }
    var record = UserRecord(user: user(), uid: 1_000)
    _ = try? record.add(TestRecord.hotp(lookAhead: 2), name: name, created: 1, secret: secret.span, key: key)
    for now in [0, 1_800_000_000, .max] as [UInt64] {
      var check = FactorCheck(record: record, state: state, now: now)
      _ = try? check.accept(code, key: key)
      _ = check.refusal()
    }
  }

  static func keys() {
    run([TestKey.file(), TestKey.file("FEDCBA9876543210") + TestKey.file()]) { content in
      _ = try? SealKeyRing.parse(content.span)
    }
    let secret = Array("0123ABCD:\(String(repeating: "AB", count: 12)):\(String(repeating: "CD", count: 36))".utf8)
    run([secret]) { text in
      guard let sealed = SealedSecret(text: text[...]) else { return }
      _ = try? key().unseal(sealed, for: text)
    }
  }

  static func base32() {
    run(["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "gezd gnbv-gy3t qojq", "MY======"].map { Array($0.utf8) }) { text in
      guard var sink = try? SecretBytes(capacity: 200), var small = try? SecretBytes(capacity: 1) else { return }
      try? Base32.decodeStrictly(text.span, to: &sink)
      try? Base32.decodeTyped(text.span, to: &sink)
      try? Base32.decodeTyped(text.span, to: &small)
      _ = Base32.encode(text.span, to: &small, padded: true)
      _ = Base32.maximumByteCount(ofTextLength: text.count)
    }
  }

  static func uris() {
    run(["Example Corp", "alice@example.org", "é%&?=:/"].map { Array($0.utf8) }) { text in
      for type in [OTPAuthType.totp(period: .thirtySeconds), .hotp(counter: .max)] {
        for form in [OTPAuthURI.Form.complete, .brief] {
          var uri = OTPAuthURI(type: type, issuer: text, account: text, algorithm: .sha1, digits: .six)
          uri.form = form
          guard var sink = try? SecretBytes(capacity: 300) else { continue }
          _ = uri.write(secret: text.span, to: &sink)
        }
      }
    }
  }

  static func answers() {
    let key = key()
    var record = UserRecord(user: user(), uid: 1_000)
    if let name = DeviceName(Array("Phone".utf8)) {
      for kind in [TestRecord.totp(), TestRecord.hotp(digits: .eight)] {
        _ = try? record.add(kind, name: name, created: 1, secret: [1].span, key: key)
      }
    }
    let answers = ["755224", "12 34-56 78", "hunter2755224", "ABCD-EFGH-IJKL-MNOP", "\u{8}\n\r\u{7F}INCORRECT"]
    run(answers.map { Array($0.utf8) }) { answer in
      _ = Answer.isSSHDJunk(answer.span)
      for split in AnswerSplit.all(of: answer.span, for: record) { _ = answer[split.codeStart...] }
      guard let code = try? TypedCode(answer.span) else { return }
      for digits in [DigitCount.six, .eight] { _ = code.value(digits: digits) }
      for counter in [0, UInt64.max] {
        _ = try? FirstCode.check(
          answer.span, kind: TestRecord.hotp(lookAhead: 1), secret: [1, 2].span, counter: counter, now: counter)
      }
    }
  }

  static func names() {
    run(["alice", "DOM\\user", "user@realm", "%2E%2E", "é%C3", "192.0.2.7 1 2 3"].map { Array($0.utf8) }) { text in
      _ = UserName(text)?.fileName
      _ = DeviceName(text)
      _ = ChangeReason(text)
      _ = PercentEncoding.decode(text[...])
      _ = Hex.decode(text[...])
      _ = RemoteAddress.first(of: text)
      var fields = FieldReader(text[...])
      _ = fields.number(upTo: .max)
      _ = VerifiedKey(authenticationInfo: text)
      _ = LoginOrigin(host: text, terminal: text)
    }
  }

  static func policies() {
    let text = """
      # a comment
      Mode enrolled
      EnrollBy 2027-02-01
      Prompt "Code: "
      Remember 8h
      Match Service sudo Group wheel
          Mode mandatory
      Match Network 10.20.0.0/16,2001:db8::/32 Time 08:00-18:00
          Mode disabled

      """
    run([Array(text.utf8)]) { _ = try? PolicyReader.read($0) }
    run(["10.20.0.0/16", "2001:db8::1/32", "::ffff:192.0.2.7"].map { Array($0.utf8) }) { _ = try? Network($0[...]) }
  }
}
