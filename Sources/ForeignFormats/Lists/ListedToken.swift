import Countersign
import OATH

/// What the first columns of most lists say of a token: serial number, key, type, digits.
struct ListedToken {
  private let place: ImportPlace
  private let serial: [UInt8]
  private let secret: SharedSecret
  private let defaults: ImportDefaults
  private let digits: UInt64?
  let isTimeBased: Bool
  /// In seconds.
  var period: UInt64?
  var counter: UInt64?
  var remarks: [String] = []

  init(_ row: ListRow, _ text: Span<UInt8>, _ defaults: ImportDefaults) throws(ImportRefusal) {
    guard let serial = row.words(0, of: text) else {
      throw ImportRefusal("the row has no serial number", hint: "put the row right and import the file again")
    }
    guard row.fields.count > 1 else {
      throw ImportRefusal("the row has no key", hint: "a row is SERIAL,KEY with more behind it or not")
    }
    place = row.place
    self.serial = serial
    secret = try ListKey.hexadecimal(text, row.fields[1])
    self.defaults = defaults
    isTimeBased = try ListedToken.isTimeBased(row.words(2, of: text), defaults)
    digits = try row.number(3, of: text, "number of digits")
  }

  private static func isTimeBased(_ type: [UInt8]?, _ defaults: ImportDefaults) throws(ImportRefusal) -> Bool {
    guard let type else { return defaults.type == .timeBased }
    switch word(type) {
    case "totp": return true
    case "hotp": return false
    case "ocra":
      throw ImportRefusal(
        "it is for challenges (OCRA), which are not supported in lists", hint: "keep it for another system")
    default:
      throw ImportRefusal("its type is none of hotp, totp and ocra", hint: "put the row right, or name the format")
    }
  }

  /// A word in small letters.
  static func word(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).lowercased() }

  func token() throws(ImportRefusal) -> ImportedToken {
    let (algorithm, remark) = ListKey.algorithm(defaults, secret)
    let digits = try self.digits.map { (count) throws(ImportRefusal) in try ForeignKind.digits(count) }
      ?? defaults.digits
    let kind = isTimeBased
      ? try ForeignKind.timeBased(algorithm, digits, period: period ?? defaults.period.seconds)
      : try ForeignKind.eventBased(algorithm, digits)
    let token = ImportedToken(place, kind: kind, secret: secret)
    token.serial = serial
    token.nextMovingFactor = isTimeBased ? 0 : counter ?? 0
    token.remarks = remarks + (remark.map { [$0] } ?? [])
    return token
  }
}
