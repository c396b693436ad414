import Countersign
import OATH
import Words

/// One device on a line of JSON, with everything that its codes need:
///
/// `{"countersign":1,"user":"alice","name":"Phone","type":"totp","secret":"BASE32","algorithm":"sha1","digits":6,
/// "period":30,"window":1,"next":59866,"drift":0,"expires":"2027-01-01T00:00:00Z"}` — an event-based one has
/// `look-ahead` in place of `period` and `window`; one for Yubico OTPs has `public-id` in place of all from `algorithm`
/// to `window`, one that answers challenges `suite`, and one whose codes are sent `digits`, `via`, `to` and `lifetime`.
enum DeviceLine {
  static let version: UInt64 = 1
  private static let names: Set = [
    "countersign", "user", "name", "type", "secret", "algorithm", "digits", "period", "window", "look-ahead", "next",
    "drift", "expires", "public-id", "suite", "via", "to", "lifetime",
  ]
  static let hint: Message = "export the device again, or leave the line out"

  /// The room that a line takes at most, in bytes.
  static func room(for device: ExportedDevice) -> Int {
    512 + 6 * (device.user.bytes.count + device.name.bytes.count)
      + Base32.encodedLength(ofByteCount: device.secret.secret.count)
  }

  static func write(_ device: ExportedDevice, to sink: inout some ByteSink & ~Copyable) throws(ExportFailure) {
    sink.append(text: "{\"countersign\":\(version),\"user\":")
    guard quote(device.user.bytes, to: &sink) else { throw .unwritableName }
    sink.append(text: ",\"name\":")
    guard quote(device.name.bytes, to: &sink) else { throw .unwritableName }
    sink.append(text: ",\"type\":\"\(device.kind.name)\",\"secret\":\"")
    write(secret: device.secret.secret, to: &sink)
    sink.append(text: "\",\(parameters(device.kind))")
    sink.append(text: ",\"next\":\(device.nextMovingFactor),\"drift\":\(device.drift)")
    if let expires = device.expires {
      sink.append(text: ",\"expires\":\"\(String(decoding: UniversalTime.text(expires), as: UTF8.self))\"")
    }
    sink.append(text: "}\n")
  }

  private static func parameters(_ kind: DeviceKind) -> String {
    func numeric(_ algorithm: HashAlgorithm, _ digits: DigitCount) -> String {
      "\"algorithm\":\"\(algorithm.name)\",\"digits\":\(digits.count)"
    }
    return switch kind {
    case .totp(let parameters):
      numeric(parameters.algorithm, parameters.digits)
        + ",\"period\":\(parameters.period.seconds),\"window\":\(parameters.window)"
    case .hotp(let parameters):
      numeric(parameters.algorithm, parameters.digits) + ",\"look-ahead\":\(parameters.lookAhead)"
    case .ocra(let suite): "\"suite\":\"\(String(decoding: suite.text, as: UTF8.self))\""
    case .sent(let sent):
      "\"digits\":\(sent.digits.count),\"via\":\"\(String(decoding: sent.via.bytes, as: UTF8.self))\",\"to\":"
        + "\"\(String(decoding: escaped(sent.address), as: UTF8.self))\",\"lifetime\":\(sent.lifetime)"
    // They stay with their host: no export has them.
    case .fido2, .agent: ""
    case .yubicoOTP(let identity): "\"public-id\":\"\(String(decoding: identity.modHex, as: UTF8.self))\""
    }
  }

  /// An address is visible ASCII.
  private static func escaped(_ address: DeliveryAddress) -> [UInt8] {
    address.bytes.flatMap { byte in
      byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
    }
  }

  private static func write(secret: borrowing SecretBytes, to sink: inout some ByteSink & ~Copyable) {
    Base32.encode(secret.bytes, to: &sink)
  }

  /// Writes a text in quotes.
  ///
  /// - Returns: `false` for what is no UTF-8.
  private static func quote(_ text: [UInt8], to sink: inout some ByteSink & ~Copyable) -> Bool {
    guard (try? UTF8Span(validating: text.span)) != nil else { return false }
    sink.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        sink.append(UInt8(ascii: "\\"))
        sink.append(byte)
      case 0..<0x20: sink.append(text: "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
      default: sink.append(byte)
      }
    }
    return sink.append(UInt8(ascii: "\""))
  }

  static func read(
    _ text: Span<UInt8>, _ range: Range<Int>, _ place: ImportPlace
  ) throws(ImportRefusal) -> ImportedToken {
    let line = text.extracting(range)
    let fields = try DeviceFields(line)
    guard fields.unsigned("countersign", line) == version else {
      throw ImportRefusal("it is of another version of this format", hint: "use the version of countersign it is from")
    }
    guard !fields.hasOther(than: names) else { throw ImportRefusal("it has a field that is not known", hint: hint) }
    guard let secret = try fields.secret("secret", line) else { throw ImportRefusal("it has no secret", hint: hint) }
    let kind = try kind(fields, line)
    guard kind.secretLengths.contains(secret.secret.count) else {
      throw ImportRefusal("its secret is of another length than its type has", hint: hint)
    }
    let token = ImportedToken(place, kind: kind, secret: secret, owner: try fields.words("user", line))
    token.label = try fields.words("name", line)
    token.nextMovingFactor = try unsigned("next", fields, line)
    guard let drift = Int32(exactly: fields.signed("drift", line) ?? 0) else { throw noNumber("drift") }
    token.drift = drift
    if let expires = try fields.words("expires", line) {
      guard let seconds = UniversalTime.seconds(expires[...]) else {
        throw ImportRefusal("its end is no time as 2026-12-31T00:00:00Z", hint: hint)
      }
      token.expires = seconds
    }
    return token
  }

  private static func kind(_ fields: DeviceFields, _ line: Span<UInt8>) throws(ImportRefusal) -> DeviceKind {
    let type = try fields.words("type", line).map { String(decoding: $0, as: UTF8.self) }
    if type == "yubico-otp" {
      guard let identity = try fields.words("public-id", line).flatMap({ PublicIdentity(modHex: $0) }) else {
        throw ImportRefusal("its public-id is missing, or not what a key types", hint: hint)
      }
      return .yubicoOTP(identity)
    }
    if type == "ocra" {
      guard let text = try fields.words("suite", line), let suite = try? OCRASuite(text) else {
        throw ImportRefusal("its suite is missing, or none that serves here", hint: hint)
      }
      return .ocra(suite)
    }
    if type == "sent" { return try sent(fields, line) }
    guard let algorithm = try fields.words("algorithm", line).flatMap({ HashAlgorithm(name: $0) }) else {
      throw ImportRefusal("its algorithm is none of sha1, sha256 and sha512", hint: hint)
    }
    let digits = try ForeignKind.digits(try unsigned("digits", fields, line))
    switch type {
    case "totp":
      guard let window = UInt32(exactly: try unsigned("window", fields, line)), window <= 10 else {
        throw noNumber("window")
      }
      let period = try unsigned("period", fields, line)
      return try ForeignKind.timeBased(algorithm, digits, period: period, window: window)
    case "hotp":
      guard let lookAhead = UInt32(exactly: try unsigned("look-ahead", fields, line)), lookAhead <= 100 else {
        throw noNumber("look-ahead")
      }
      return try ForeignKind.eventBased(algorithm, digits, lookAhead: lookAhead)
    default: throw ImportRefusal("its type is none of totp, hotp, yubico-otp, ocra and sent", hint: hint)
    }
  }

  private static func sent(_ fields: DeviceFields, _ line: Span<UInt8>) throws(ImportRefusal) -> DeviceKind {
    let digits = try ForeignKind.digits(try unsigned("digits", fields, line))
    guard let via = try fields.words("via", line).flatMap({ DeliveryName($0[...]) }),
      let address = try fields.words("to", line).flatMap({ DeliveryAddress($0) })
    else { throw ImportRefusal("its via or its address is missing, or none that can be", hint: hint) }
    guard let lifetime = UInt32(exactly: try unsigned("lifetime", fields, line)),
      let parameters = SentParameters(digits: digits, via: via, address: address, lifetime: lifetime)
    else { throw noNumber("lifetime") }
    return .sent(parameters)
  }

  private static func unsigned(
    _ name: String, _ fields: DeviceFields, _ line: Span<UInt8>
  ) throws(ImportRefusal) -> UInt64 {
    guard let number = fields.unsigned(name, line) else { throw noNumber(name) }
    return number
  }

  private static func noNumber(_ name: String) -> ImportRefusal {
    ImportRefusal("its \(name) is missing, or no number that can be", hint: hint)
  }
}
