import Countersign
import OATH
import Words

/// Reads what the YubiKey personalisation tools log, in both forms:
///
/// - traditional: `OATH-HOTP,date,slot,public id,private id,key,…`, also `Yubico OTP` and others;
/// - Yubico's: `serial,public id,private id,key,access code,date,`; with a counter in place of the private id the key
///   is event-based, with nothing there it is a static password.
struct YubicoLogReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  private static let traditional = ["oath-hotp", "yubico otp", "static password", "challenge-response", "logging start"]

  static func recognises(_ text: Span<UInt8>) -> Bool {
    guard let row = ListRows.first(text), let first = row.words(0, of: text) else { return false }
    if traditional.contains(ListedToken.word(first)) { return true }
    guard row.fields.count >= 6, text.number(row.fields[0]) != nil else { return false }
    let key = row.fields[3]
    // Behind the key an access code or nothing, then the date.
    return [32, 40].contains(key.count) && key.allSatisfy { ForeignSecret.digit(text[$0]) != nil }
      && row.fields[5].contains { text[$0] == UInt8(ascii: "T") || text[$0] == UInt8(ascii: ":") }
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    ListRows(text, context).read(text) { (row) throws(ImportRefusal) in
      guard let first = row.words(0, of: text) else {
        throw ImportRefusal("the row has neither kind nor serial number", hint: YubicoLogReader.hint)
      }
      if text.number(row.fields[0]) != nil { return try YubicoLogReader.token(row, text, first, context.defaults) }
      return try YubicoLogReader.traditionalToken(row, text, ListedToken.word(first), context.defaults)
    }
  }

  private static let hint: Message = "have the personalisation tool log in the Yubico format or the traditional one"

  private static func traditionalToken(
    _ row: ListRow, _ text: Span<UInt8>, _ kind: String, _ defaults: ImportDefaults
  ) throws(ImportRefusal) -> ImportedToken? {
    switch kind {
    case "logging start": return nil
    case "oath-hotp":
      let digits = try row.number(11, of: text, said("number of digits"))
      let counter = try row.number(12, of: text, said("moving factor"))
      let token = try eventBased(row, text, key: 5, digits: digits == 0 ? nil : digits, counter, defaults)
      if let identifier = row.words(3, of: text) {
        token.serial = identifier
        token.remarks.append(said("it may type its identifier before each code; codes are taken without it"))
      }
      return token
    case "yubico otp":
      let token = try yubicoOTP(row, text, identity: 3, privateIdentity: 4, key: 5)
      token.serial = row.words(3, of: text)
      return token
    case "static password": throw staticPassword
    case "challenge-response":
      throw ImportRefusal("it answers challenges, which are not supported for this key", hint: "program another slot")
    default: throw ImportRefusal("the row is of no kind that the personalisation tool logs", hint: hint)
    }
  }

  private static func token(
    _ row: ListRow, _ text: Span<UInt8>, _ serial: [UInt8], _ defaults: ImportDefaults
  ) throws(ImportRefusal) -> ImportedToken {
    guard row.fields.count > 3 else { throw ImportRefusal("the row has no key", hint: hint) }
    guard !row.fields[2].isEmpty else { throw staticPassword }
    // A private id has 12 digits, some of them letters or not; a counter is never as long.
    let isYubicoOTP = row.fields[2].count >= 12
    let token = isYubicoOTP
      ? try yubicoOTP(row, text, identity: 1, privateIdentity: 2, key: 3)
      : try eventBased(row, text, key: 3, digits: nil, try row.number(2, of: text, said("moving factor")), defaults)
    token.serial = serial
    return token
  }

  private static func eventBased(
    _ row: ListRow, _ text: Span<UInt8>, key: Int, digits: UInt64?, _ counter: UInt64?, _ defaults: ImportDefaults
  ) throws(ImportRefusal) -> ImportedToken {
    guard row.fields.indices.contains(key) else { throw ImportRefusal("the row has no key", hint: hint) }
    let secret = try ListKey.hexadecimal(text, row.fields[key])
    let kind = try ForeignKind.eventBased(
      .sha1, try digits.map { (count) throws(ImportRefusal) in try ForeignKind.digits(count) } ?? defaults.digits)
    let token = ImportedToken(row.place, kind: kind, secret: secret)
    token.nextMovingFactor = counter ?? 0
    return token
  }

  /// The secret of such a device is the AES key and then the private identity.
  private static func yubicoOTP(
    _ row: ListRow, _ text: Span<UInt8>, identity: Int, privateIdentity: Int, key: Int
  ) throws(ImportRefusal) -> ImportedToken {
    guard row.fields.indices.contains(key) else { throw ImportRefusal("the row has no key", hint: hint) }
    guard let identity = PublicIdentity(modHex: row.words(identity, of: text) ?? []) else {
      throw ImportRefusal("the public id is not what a key types", hint: hint)
    }
    let (aes, own) = (
      try ListKey.hexadecimal(text, row.fields[key]), try ListKey.hexadecimal(text, row.fields[privateIdentity]))
    guard aes.secret.count + own.secret.count == YubicoOTP.secretLength, own.secret.count == 6 else {
      throw ImportRefusal("the key or the private id is of another length", hint: "they have 32 and 12 digits")
    }
    return ImportedToken(
      row.place, kind: .yubicoOTP(identity), secret: SharedSecret(try joined(aes.secret, own.secret)))
  }

  private static func joined(
    _ first: borrowing SecretBytes, _ second: borrowing SecretBytes
  ) throws(ImportRefusal) -> SecretBytes {
    guard var joined = try? SecretBytes(capacity: max(first.count + second.count, 1)) else {
      throw ImportRefusal("there is no memory for the key", hint: "try again where there is more")
    }
    joined.append(first.bytes)
    joined.append(second.bytes)
    return joined
  }

  private static let staticPassword = ImportRefusal(
    "it types the same password each time, which is no second factor", hint: "program OATH-HOTP into the key")
}
