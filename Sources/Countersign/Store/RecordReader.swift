import OATH

/// Reads the text of a user record; everything that ``RecordFormat`` would not write is refused.
struct RecordReader {
  private(set) var lines: ArraySlice<ArraySlice<UInt8>>
  private(set) var lineNumber = 0

  /// Reads a record.
  ///
  /// - Parameter user: whose record it must be.
  static func read(_ text: [UInt8], of user: UserName, key: borrowing SealKey) throws(StoreFailure) -> UserRecord {
    guard text.starts(with: RecordFormat.header + [RecordFormat.newline]) else {
      throw .malformedRecord(.unknownFormat)
    }
    let body = try authenticated(text, key: key)
    var reader = RecordReader(lines: body.split(separator: RecordFormat.newline, omittingEmptySubsequences: false)[...])
    do {
      return try reader.record(of: user)
    } catch {
      throw .malformedRecord(error)
    }
  }

  /// The lines before the check line, without the last newline, if the check value is theirs.
  static func authenticated(_ text: [UInt8], key: borrowing SealKey) throws(StoreFailure) -> ArraySlice<UInt8> {
    let label = Array(ascii: "check ")
    let size = label.count + 2 * HashAlgorithm.sha256.digestLength + 1
    let line = text.suffix(size)
    let body = text.dropLast(size)
    guard text.count > size, body.last == RecordFormat.newline, line.starts(with: label),
      line.last == RecordFormat.newline, let check = Hex.decode(line.dropFirst(label.count).dropLast()),
      ConstantTime.equal(check.span, RecordFormat.authentication(of: body, key: key).span)
    else { throw .malformedRecord(.notAuthentic) }
    return body.dropLast()
  }

  private mutating func record(of user: UserName) throws(RecordFlaw) -> UserRecord {
    _ = nextLine()
    guard var fields = nextLine().map({ FieldReader($0) }), fields.word("user"),
      let name = fields.word().flatMap(PercentEncoding.decode),
      let uid = fields.number("uid", upTo: UInt64(UInt32.max)),
      let next = fields.number("next-device", upTo: UInt64(UInt32.max)), next > 0
    else { throw .badLine(lineNumber) }
    let language = try language(&fields)
    guard fields.isAtEnd else { throw .badLine(lineNumber) }
    guard name == user.bytes else { throw .otherUser }
    var devices: [Device] = []
    while let line = lines.first, line.starts(with: "device ") {
      let device = try self.device()
      guard device.id < next, device.id > devices.last?.id ?? 0, devices.count < UserRecord.mostDevices else {
        throw .badLine(lineNumber)
      }
      devices.append(device)
    }
    let recovery = try self.recovery()
    let bypass = try optionalLine("bypass ") { Bypass(line: $0) }
    // `temporary` or `ticket`.
    let temporary = try optionalLine("t") { TemporaryCode(line: $0) }
    let reset = try optionalLine("reset ") { devices.isEmpty ? ResetMark(line: $0) : nil }
    guard lines.isEmpty else { throw .badLine(lineNumber + 1) }
    return UserRecord(
      user: user, uid: UInt32(truncatingIfNeeded: uid), nextDevice: UInt32(truncatingIfNeeded: next),
      devices: devices, recovery: recovery, bypass: bypass, temporary: temporary, reset: reset, language: language)
  }

  mutating func device() throws(RecordFlaw) -> Device {
    guard var fields = nextLine().map({ FieldReader($0) }), fields.word("device"),
      let id = fields.number(upTo: UInt64(UInt32.max)), id > 0, let kindName = fields.word(),
      let created = fields.number("created", upTo: .max),
      let kind = RecordReader.kind(kindName, &fields),
      let name = fields.value("name").flatMap(PercentEncoding.decode).flatMap({ DeviceName($0) }),
      let secret = fields.value("secret").flatMap({ SealedSecret(text: $0) })
    else { throw .badLine(lineNumber) }
    var device = Device(id: UInt32(truncatingIfNeeded: id), kind: kind, created: created, name: name, secret: secret)
    if fields.isNext("serial") {
      device.serial = fields.value("serial").flatMap(PercentEncoding.decode).flatMap { TokenSerial($0) }
      guard device.serial != nil else { throw .badLine(lineNumber) }
    }
    device.expires = try time("expires", &fields)
    device.disabled = try time("disabled", &fields)
    guard fields.isAtEnd else { throw .badLine(lineNumber) }
    return device
  }

  /// A time that need not be there.
  private func time(_ label: StaticString, _ fields: inout FieldReader) throws(RecordFlaw) -> UInt64? {
    guard fields.isNext(label) else { return nil }
    guard let time = fields.number(label, upTo: .max) else { throw .badLine(lineNumber) }
    return time
  }

  private static func kind(_ name: ArraySlice<UInt8>, _ fields: inout FieldReader) -> DeviceKind? {
    if name.equals("yubico-otp") { return identity(&fields).map { .yubicoOTP($0) } }
    if name.equals("ocra") { return suite(&fields).map { .ocra($0) } }
    if name.equals("sent") { return sent(&fields).map { .sent($0) } }
    if name.equals("fido2") { return securityKey(&fields).map { .fido2($0) } }
    if name.equals("agent") { return securityKey(&fields).flatMap { $0.isForAgent ? .agent($0) : nil } }
    guard let algorithm = fields.value("algorithm").flatMap({ HashAlgorithm(name: Array($0)) }),
      let digits = fields.number("digits", upTo: 10).flatMap({ DigitCount(Int($0)) })
    else { return nil }
    if name.equals("totp") {
      guard let period = fields.number("period", upTo: 300).flatMap({ TimeStepPeriod(seconds: $0) }),
        let window = fields.number("window", upTo: 10)
      else { return nil }
      return TOTPParameters(
        algorithm: algorithm, digits: digits, period: period, window: UInt32(truncatingIfNeeded: window)
      ).map { .totp($0) }
    }
    guard name.equals("hotp"), let lookAhead = fields.number("look-ahead", upTo: 100) else { return nil }
    return HOTPParameters(
      algorithm: algorithm, digits: digits, lookAhead: UInt32(truncatingIfNeeded: lookAhead)
    ).map { .hotp($0) }
  }

  private static func suite(_ fields: inout FieldReader) -> OCRASuite? {
    guard let text = fields.value("suite"), let suite = try? OCRASuite(Array(text)), text == suite.text[...] else {
      return nil
    }
    return suite
  }

  private static func sent(_ fields: inout FieldReader) -> SentParameters? {
    guard let digits = fields.number("digits", upTo: 10).flatMap({ DigitCount(Int($0)) }),
      let via = fields.value("via").flatMap({ DeliveryName($0) }),
      let address = fields.value("to").flatMap(PercentEncoding.decode).flatMap({ DeliveryAddress($0) }),
      let lifetime = fields.number("lifetime", upTo: UInt64(SentParameters.longestByMail))
    else { return nil }
    return SentParameters(
      digits: digits, via: via, address: address, lifetime: UInt32(truncatingIfNeeded: lifetime))
  }

  private static func securityKey(_ fields: inout FieldReader) -> SecurityKeyParameters? {
    guard let algorithm = fields.value("key").flatMap({ SecurityKeyAlgorithm($0) }),
      let relyingParty = fields.value("relying-party").flatMap(PercentEncoding.decode),
      let demands = fields.number("demands", upTo: SecurityKeyDemands.largest), let text = fields.value("model")
    else { return nil }
    var model: [UInt8]?
    if !text.equals("-") {
      guard let bytes = Hex.decode(text) else { return nil }
      model = bytes
    }
    return SecurityKeyParameters(
      algorithm: algorithm, relyingParty: relyingParty,
      demands: SecurityKeyDemands(rawValue: UInt8(truncatingIfNeeded: demands)), model: model)
  }

  private static func identity(_ fields: inout FieldReader) -> PublicIdentity? {
    guard let text = fields.value("public-id") else { return nil }
    guard !text.equals("-") else { return PublicIdentity([]) }
    return text.isEmpty ? nil : Hex.decode(text).flatMap { PublicIdentity($0) }
  }

  private mutating func recovery() throws(RecordFlaw) -> RecoveryCodeSet? {
    guard let line = lines.first, line.starts(with: "recovery ") else { return nil }
    guard var fields = nextLine().map({ FieldReader($0) }), fields.word("recovery"),
      let number = fields.number(upTo: UInt64(UInt32.max)), number > 0,
      let created = fields.number("created", upTo: .max)
    else { throw .badLine(lineNumber) }
    let form: RecoveryCodeSet.Form = fields.isAtEnd ? .characters : .digits
    let count = form == .characters ? RecoveryCodeSet.size : RecordReader.digitCodes(&fields)
    guard let count, fields.isAtEnd else { throw .badLine(lineNumber) }
    var codes: [RecoveryCodeSet.HashedCode] = []
    while codes.count < count {
      guard var fields = nextLine().map({ FieldReader($0) }), fields.word("code"),
        let code = RecoveryCodeSet.HashedCode(&fields), fields.isAtEnd
      else { throw .badLine(lineNumber) }
      codes.append(code)
    }
    return RecoveryCodeSet(number: UInt32(truncatingIfNeeded: number), created: created, form: form, codes: codes)
  }

  /// How many codes of eight digits a set has.
  private static func digitCodes(_ fields: inout FieldReader) -> Int? {
    guard fields.value("digits")?.equals("8") == true, let count = fields.number("codes", upTo: 10), count > 0 else {
      return nil
    }
    return Int(count)
  }

  /// A language that need not be there.
  private func language(_ fields: inout FieldReader) throws(RecordFlaw) -> MessageLanguage? {
    guard !fields.isAtEnd else { return nil }
    guard let tag = fields.value("language"), let language = MessageLanguage(tag: tag), tag.equals(language.tag) else {
      throw .badLine(lineNumber)
    }
    return language
  }

  /// The next line if it begins with this word, read in full.
  mutating func optionalLine<Value>(
    _ label: StaticString, _ read: (ArraySlice<UInt8>) -> Value?
  ) throws(RecordFlaw) -> Value? {
    guard let line = lines.first, line.starts(with: label) else { return nil }
    _ = nextLine()
    guard let value = read(line) else { throw .badLine(lineNumber) }
    return value
  }

  mutating func nextLine() -> ArraySlice<UInt8>? {
    lineNumber += 1
    return lines.popFirst()
  }

  init(lines: ArraySlice<ArraySlice<UInt8>>) {
    self.lines = lines
  }
}
