import Countersign
import OATH
import Words

/// Which column of a list with a header is which.
struct EntraColumns {
  private let serial: Int
  private let key: Int
  private let owner: Int?
  private let period: Int?
  private let maker: Int?
  private let hash: Int?
  private let digits: Int?

  /// - Returns: `nil` for a row that is no such header.
  init?(_ row: ListRow, _ text: Span<UInt8>) {
    let names = row.fields.map { field in
      ListedToken.word(text.copy(field)).filter { $0.isLetter }
    }
    guard let serial = names.firstIndex(of: "serialnumber"), let key = names.firstIndex(of: "secretkey") else {
      return nil
    }
    self.serial = serial
    self.key = key
    owner = names.firstIndex(of: "upn")
    period = names.firstIndex { ["timeinterval", "timeintervalinseconds"].contains($0) }
    maker = names.firstIndex(of: "manufacturer")
    hash = names.firstIndex { ["hashfunction", "algorithm", "hash"].contains($0) }
    digits = names.firstIndex { ["digits", "otplength"].contains($0) }
  }

  func token(
    _ row: ListRow, _ text: Span<UInt8>, _ defaults: ImportDefaults
  ) throws(ImportRefusal) -> ImportedToken {
    guard row.fields.indices.contains(key), !row.fields[key].isEmpty else {
      throw ImportRefusal("the row has no secret key", hint: "put the row right and import the file again")
    }
    let secret = try ListKey.base32OrHexadecimal(text, row.fields[key])
    var (algorithm, remark) = ListKey.algorithm(defaults, secret)
    if let name = hash.flatMap({ row.words($0, of: text) }) {
      (algorithm, remark) = (try ForeignKind.algorithm(name.filter { $0 != UInt8(ascii: " ") }), nil)
    }
    let digits = try number(digits, said("number of digits"), row, text)
    let period = try number(period, said("time interval"), row, text)
    let kind = try ForeignKind.timeBased(
      algorithm, try digits.map { (count) throws(ImportRefusal) in try ForeignKind.digits(count) } ?? defaults.digits,
      period: period ?? defaults.period.seconds)
    let token = ImportedToken(row.place, kind: kind, secret: secret, owner: owner.flatMap { row.words($0, of: text) })
    token.serial = row.words(serial, of: text)
    token.manufacturer = maker.flatMap { row.words($0, of: text) }
    if let remark { token.remarks.append(remark) }
    return token
  }

  private func number(
    _ column: Int?, _ name: String, _ row: ListRow, _ text: Span<UInt8>
  ) throws(ImportRefusal) -> UInt64? {
    guard let column else { return nil }
    return try row.number(column, of: text, name)
  }
}
