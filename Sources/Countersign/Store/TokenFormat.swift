/// The text of a token's record, version 1, in the manner of ``RecordFormat``. Knows no files.
///
/// ```
/// countersign-token 1
/// token 12345678 next=0 drift=0 manufacturer=Feitian
/// device 1 totp created=1795503004 algorithm=sha1 digits=6 period=60 window=1 name=12345678 secret=KEY:NONCE:TEXT
/// assigned alice device=3 since=1795503004 by=root
/// check HMAC
/// ```
///
/// The device's line is that of a user's record, with the number 1 and the serial number as its name. There is no line
/// `assigned` while nobody has the token. The manufacturer is `-` where it is not known.
enum TokenFormat {
  static let header = Array(ascii: "countersign-token 1")
  static let unknown = [UInt8(ascii: "-")]

  /// - Returns: `nil` for a serial number that is no name, which cannot be.
  static func write(_ token: HardwareToken, key: borrowing SealKey) -> [UInt8]? {
    guard let device = token.device else { return nil }
    var text = header + [RecordFormat.newline]
    text += RecordFormat.field("token ", PercentEncoding.encode(token.serial.bytes))
    text += RecordFormat.number(" next=", token.nextMovingFactor) + RecordFormat.field(" drift=", signed(token.drift))
    let manufacturer = token.manufacturer.map { PercentEncoding.encode($0.bytes) } ?? unknown
    text += RecordFormat.field(" manufacturer=", manufacturer) + [RecordFormat.newline]
    text += RecordFormat.line(device) + [RecordFormat.newline]
    if let assignment = token.assignment {
      text += RecordFormat.field("assigned ", PercentEncoding.encode(assignment.user.bytes))
      text += RecordFormat.number(" device=", UInt64(assignment.device))
      text += RecordFormat.number(" since=", assignment.since)
      text += RecordFormat.field(" by=", PercentEncoding.encode(assignment.by.bytes)) + [RecordFormat.newline]
    }
    let check = RecordFormat.authentication(of: text[...], key: key)
    return text + RecordFormat.field("check ", Hex.encode(check)) + [RecordFormat.newline]
  }

  static func signed(_ value: Int32) -> [UInt8] {
    (value < 0 ? [UInt8(ascii: "-")] : []) + RecordFormat.decimal(UInt64(value.magnitude))
  }

  /// - Returns: `nil` for anything but what ``signed(_:)`` gives.
  static func signed(_ text: ArraySlice<UInt8>) -> Int32? {
    let isNegative = text.first == UInt8(ascii: "-")
    guard let magnitude = FieldReader.number(isNegative ? text.dropFirst() : text, upTo: 1 << 31) else { return nil }
    let value = isNegative ? 0 - Int64(magnitude) : Int64(magnitude)
    return isNegative && magnitude == 0 ? nil : Int32(exactly: value)
  }
}

extension HardwareToken {
  /// The token as the device of nobody.
  fileprivate var device: Device? {
    guard let name = DeviceName(serial.bytes) else { return nil }
    var device = Device(id: 1, kind: kind, created: added, name: name, secret: secret)
    device.expires = expires
    return device
  }
}

extension RecordReader {
  /// Reads a token's record.
  ///
  /// - Parameter serial: whose record it must be.
  static func readToken(
    _ text: [UInt8], serial: TokenSerial, key: borrowing SealKey
  ) throws(StoreFailure) -> HardwareToken {
    guard text.starts(with: TokenFormat.header + [RecordFormat.newline]) else { throw .malformedToken(.unknownFormat) }
    let body: ArraySlice<UInt8>
    do throws(StoreFailure) { body = try authenticated(text, key: key) } catch { throw .malformedToken(.notAuthentic) }
    var reader = RecordReader(lines: body.split(separator: RecordFormat.newline, omittingEmptySubsequences: false)[...])
    do throws(RecordFlaw) { return try reader.token(serial) } catch { throw .malformedToken(error) }
  }

  private mutating func token(_ serial: TokenSerial) throws(RecordFlaw) -> HardwareToken {
    _ = nextLine()
    guard var fields = nextLine().map({ FieldReader($0) }), fields.word("token"),
      let name = fields.word().flatMap(PercentEncoding.decode), let next = fields.number("next", upTo: .max),
      let drift = fields.value("drift").flatMap({ TokenFormat.signed($0) }),
      let manufacturer = fields.value("manufacturer").flatMap(PercentEncoding.decode).flatMap({ DeviceName($0) }),
      fields.isAtEnd
    else { throw .badLine(lineNumber) }
    guard name == serial.bytes else { throw .otherUser }
    let device = try self.device()
    guard device.id == 1, device.name.bytes == serial.bytes, device.disabled == nil, device.serial == nil else {
      throw .badLine(lineNumber)
    }
    let assignment = try optionalLine("assigned ") { HardwareToken.Assignment(line: $0) }
    guard lines.isEmpty else { throw .badLine(lineNumber + 1) }
    return HardwareToken(
      serial: serial, manufacturer: manufacturer.bytes == TokenFormat.unknown ? nil : manufacturer, kind: device.kind,
      added: device.created, expires: device.expires, nextMovingFactor: next, drift: drift, assignment: assignment,
      secret: device.secret)
  }
}

extension HardwareToken.Assignment {
  /// - Returns: `nil` for a line that ``TokenFormat`` would not write.
  fileprivate init?(line: ArraySlice<UInt8>) {
    var fields = FieldReader(line)
    guard fields.word("assigned"), let user = fields.word().flatMap(PercentEncoding.decode).flatMap({ UserName($0) }),
      let device = fields.number("device", upTo: UInt64(UInt32.max)), device > 0,
      let since = fields.number("since", upTo: .max),
      let by = fields.value("by").flatMap(PercentEncoding.decode).flatMap({ UserName($0) }), fields.isAtEnd
    else { return nil }
    self.init(user: user, device: UInt32(truncatingIfNeeded: device), since: since, by: by)
  }
}
