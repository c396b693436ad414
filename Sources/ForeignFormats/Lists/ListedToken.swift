import Countersign
import OATH
import Words

/// What the first columns of most lists say of a token: serial number, key, type, digits.
struct ListedToken {
  private let place: ImportPlace
  private let serial: [UInt8]
  private let secret: SharedSecret
  private let defaults: ImportDefaults
  private let digits: UInt64?
  private let type: Kind
  var isTimeBased: Bool { type == .timeBased }
  /// In seconds.
  var period: UInt64?
  var counter: UInt64?
  var remarks: [String] = []

  private enum Kind: Equatable {
    case timeBased, eventBased
    case challenge(DeviceKind)
  }

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
    type = try ListedToken.type(row, text, defaults)
    // A token that answers challenges has its suite in this place.
    if case .challenge = type { digits = nil } else { digits = try row.number(3, of: text, said("number of digits")) }
  }

  private static func type(
    _ row: ListRow, _ text: Span<UInt8>, _ defaults: ImportDefaults
  ) throws(ImportRefusal) -> Kind {
    guard let type = row.words(2, of: text) else { return defaults.type == .timeBased ? .timeBased : .eventBased }
    switch word(type) {
    case "totp": return .timeBased
    case "hotp": return .eventBased
    case "ocra": return .challenge(try ForeignKind.challenge(row.words(3, of: text) ?? []))
    default:
      throw ImportRefusal("its type is none of hotp, totp and ocra", hint: "put the row right, or name the format")
    }
  }

  /// A word in small letters.
  static func word(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).lowercased() }

  func token() throws(ImportRefusal) -> ImportedToken {
    if case .challenge(let kind) = type { return challengeToken(kind) }
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

  private func challengeToken(_ kind: DeviceKind) -> ImportedToken {
    let token = ImportedToken(place, kind: kind, secret: secret)
    token.serial = serial
    if case .ocra(let suite) = kind, suite.hasCounter { token.nextMovingFactor = counter ?? 0 }
    token.remarks = remarks
    return token
  }
}
