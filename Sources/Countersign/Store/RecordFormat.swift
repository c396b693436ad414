import OATH

/// The text of a user record, version 1. Knows no files.
///
/// ```
/// countersign-user 1
/// user alice uid=1000 next-device=4
/// device 1 totp created=1795503004 algorithm=sha1 digits=6 period=30 window=1 name=Phone secret=KEY:NONCE:CIPHERTEXT
/// device 2 yubico-otp created=1795503004 public-id=000000000001 name=Key secret=KEY:NONCE:CIPHERTEXT
/// device 3 ocra created=1795503004 suite=OCRA-1:HOTP-SHA1-6:QN08 name=Token secret=KEY:NONCE:CIPHERTEXT
/// device 4 sent created=1795503004 digits=6 via=sms to=%2B491234567 lifetime=600 name=SMS secret=KEY:NONCE:CIPHERTEXT
/// device 5 fido2 created=1795503004 key=es256 relying-party=host demands=1 model=- name=Key secret=…
/// device 6 agent created=1795503004 key=eddsa relying-party=ssh%3A demands=1 model=- name=SSH secret=…
/// recovery 1 created=1795503004
/// code SALT HASH
/// bypass 1 granted=1795503004 until=1795517404 service=sshd network=- uses=- by=root reason=Phone%20lost
/// temporary 1 created=1795503004 until=1795503904 by=root SALT HASH
/// check HMAC
/// ```
///
/// There is one spelling of everything: single blanks, fields in this order, numbers without leading zeros, capital
/// hexadecimal digits, names percent-encoded. A set of recovery codes has ten codes, unless it came from elsewhere: its
/// line ends in ` digits=8 codes=COUNT` then. The last line authenticates all lines before it under the host key. A
/// device that came from the inventory goes on with ` serial=SERIAL`, one that expires with ` expires=TIME`, one that
/// is disabled with ` disabled=TIME`; a user who was reset has the line `reset TIME by=root reason=Lost`
/// and no device. In place of `temporary` a user who has no device yet may have a `ticket`. For a user with a language
/// of their own the line `user` goes on with ` language=de`. Where nothing of that is, a record looks as it did before
/// there was any.
enum RecordFormat {
  /// In bytes; read before anything is parsed.
  static let largestSize: UInt64 = 65_536
  static let header = Array(ascii: "countersign-user 1")
  static let newline = UInt8(ascii: "\n")
  static let blank = UInt8(ascii: " ")

  // MARK: Writing

  static func write(_ record: UserRecord, key: borrowing SealKey) -> [UInt8] {
    var text = header + [newline]
    text += field("user ", PercentEncoding.encode(record.user.bytes))
    text += number(" uid=", UInt64(record.uid)) + number(" next-device=", UInt64(record.nextDevice))
    if let language = record.language { text += field(" language=", Array(ascii: language.tag)) }
    text.append(newline)
    for device in record.devices {
      text += line(device) + [newline]
    }
    if let recovery = record.recovery {
      text += number("recovery ", UInt64(recovery.number)) + number(" created=", recovery.created)
      if recovery.form == .digits { text += number(" digits=8 codes=", UInt64(clamping: recovery.codes.count)) }
      text.append(newline)
      for code in recovery.codes {
        text += field("code ", Hex.encode(code.salt)) + field(" ", Hex.encode(code.hash)) + [newline]
      }
    }
    if let bypass = record.bypass { text += bypass.line + [newline] }
    if let temporary = record.temporary { text += temporary.line + [newline] }
    if let reset = record.reset { text += reset.line + [newline] }
    let check = authentication(of: text[...], key: key)
    return text + field("check ", Hex.encode(check)) + [newline]
  }

  /// A device, without a line end.
  static func line(_ device: Device) -> [UInt8] {
    var text = Array(ascii: "device ") + settings(id: device.id, kind: device.kind, created: device.created)
    text += field(" name=", PercentEncoding.encode(device.name.bytes)) + field(" secret=", device.secret.text)
    if let serial = device.serial { text += field(" serial=", PercentEncoding.encode(serial.bytes)) }
    if let time = device.expires { text += number(" expires=", time) }
    if let time = device.disabled { text += number(" disabled=", time) }
    return text
  }

  /// The part of a device line that says what the device is; also what its secret is tied to.
  static func settings(id: UInt32, kind: DeviceKind, created: UInt64) -> [UInt8] {
    var text = decimal(UInt64(id)) + [blank] + Array(ascii: kind.name)
    text += number(" created=", created)
    if let algorithm = kind.algorithm, let digits = kind.digits {
      text += field(" algorithm=", Array(ascii: algorithm.name)) + number(" digits=", UInt64(digits.count))
    }
    switch kind {
    case .totp(let parameters):
      text += number(" period=", parameters.period.seconds) + number(" window=", UInt64(parameters.window))
    case .hotp(let parameters):
      text += number(" look-ahead=", UInt64(parameters.lookAhead))
    case .yubicoOTP(let identity):
      text += field(" public-id=", identity.bytes.isEmpty ? [UInt8(ascii: "-")] : Hex.encode(identity.bytes))
    case .ocra(let suite):
      text += field(" suite=", suite.text)
    case .sent(let parameters):
      text += number(" digits=", UInt64(parameters.digits.count)) + field(" via=", parameters.via.bytes)
      text += field(" to=", PercentEncoding.encode(parameters.address.bytes))
      text += number(" lifetime=", UInt64(parameters.lifetime))
    case .fido2(let parameters), .agent(let parameters):
      text += field(" key=", Array(ascii: parameters.algorithm.name))
      text += field(" relying-party=", PercentEncoding.encode(parameters.relyingParty))
      text += number(" demands=", UInt64(parameters.demands.rawValue))
      text += field(" model=", parameters.model.map { Hex.encode($0) } ?? [UInt8(ascii: "-")])
    }
    return text
  }

  /// HMAC-SHA-256 under the record key.
  static func authentication(of text: ArraySlice<UInt8>, key: borrowing SealKey) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: HashAlgorithm.sha256.digestLength)
    var room = digest.mutableSpan
    HMAC.authenticate(text.span, key: key.recordKey.bytes, algorithm: .sha256, into: &room)
    return digest
  }

  static func field(_ label: StaticString, _ value: [UInt8]) -> [UInt8] { Array(ascii: label) + value }

  static func number(_ label: StaticString, _ value: UInt64) -> [UInt8] { field(label, decimal(value)) }

  static func decimal(_ value: UInt64) -> [UInt8] {
    var digits: [UInt8] = []
    var rest = value
    repeat {
      digits.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    return digits.reversed()
  }
}
