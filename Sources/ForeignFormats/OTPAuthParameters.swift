import Countersign
import OATH
import Words

/// The parts of one `otpauth` URI: `otpauth://totp/Issuer:account?secret=BASE32&issuer=Issuer&algorithm=SHA1&digits=6`.
struct OTPAuthParameters {
  private let isTimeBased: Bool
  private let owner: [UInt8]?
  private let secret: SharedSecret
  private let algorithm: HashAlgorithm
  private let digits: DigitCount
  private let period: UInt64?
  private let counter: UInt64?

  private static let hint: Message =
    "it has to be otpauth://totp/USER?secret=… or otpauth://hotp/USER?secret=…&counter=…"
  /// What a URI may be named by; anything longer is no URI of a device.
  private static let longest = 4_096

  /// - Parameter range: where the URI stands in the text.
  init(_ text: Span<UInt8>, _ range: Range<Int>) throws(ImportRefusal) {
    guard range.count <= OTPAuthParameters.longest else {
      throw ImportRefusal("the line is too long for an otpauth URI", hint: OTPAuthParameters.hint)
    }
    guard !text.starts(with: "otpauth-migration://", range) else {
      throw ImportRefusal(
        "this is an export of Google Authenticator", hint: "countersign import otpauth-migration reads it")
    }
    guard text.starts(with: "otpauth://", range) else {
      throw ImportRefusal("this is no otpauth URI", hint: OTPAuthParameters.hint)
    }
    let rest = range.dropFirst("otpauth://".count)
    let path = rest.startIndex..<rest.endIndex
    guard let slash = text.first(UInt8(ascii: "/"), in: path), let query = text.first(UInt8(ascii: "?"), in: path),
      slash < query
    else { throw ImportRefusal("the otpauth URI has no label or no parameters", hint: OTPAuthParameters.hint) }
    isTimeBased = try OTPAuthParameters.isTimeBased(text.copy(path.lowerBound..<slash))
    owner = OTPAuthParameters.account(try PercentDecoding.bytes(text, slash + 1..<query))
    let fields = try OTPAuthParameters.fields(text, query + 1..<path.upperBound)
    guard let key = fields["secret"] else {
      throw ImportRefusal("the otpauth URI has no secret", hint: OTPAuthParameters.hint)
    }
    secret = try OTPAuthParameters.secret(text, key)
    algorithm = try fields["algorithm"].map { (range) throws(ImportRefusal) in
      try ForeignKind.algorithm(text.copy(range))
    } ?? .sha1
    digits = try ForeignKind.digits(try OTPAuthParameters.number(text, fields["digits"], said("number of digits")) ?? 6)
    period = try OTPAuthParameters.number(text, fields["period"], "period")
    counter = try OTPAuthParameters.number(text, fields["counter"], "counter")
  }

  /// The device that the URI tells of.
  func token(at place: ImportPlace) throws(ImportRefusal) -> ImportedToken {
    let token: ImportedToken
    if isTimeBased {
      let kind = try ForeignKind.timeBased(algorithm, digits, period: period ?? 30)
      token = ImportedToken(place, kind: kind, secret: secret, owner: owner)
    } else {
      token = ImportedToken(place, kind: try ForeignKind.eventBased(algorithm, digits), secret: secret, owner: owner)
      token.nextMovingFactor = counter ?? 0
      if counter == nil { token.remarks.append(said("the URI has no counter, so 0 is taken for it")) }
    }
    return token
  }

  private static func isTimeBased(_ type: [UInt8]) throws(ImportRefusal) -> Bool {
    if type.equals("totp") { return true }
    guard type.equals("hotp") else {
      throw ImportRefusal("the otpauth URI is neither of totp nor of hotp", hint: hint)
    }
    return false
  }

  /// The part of the label behind the issuer.
  static func account(_ label: [UInt8]) -> [UInt8]? {
    let account = label.firstIndex(of: UInt8(ascii: ":")).map { label[($0 + 1)...] } ?? label[...]
    let trimmed = account.drop { $0 == UInt8(ascii: " ") }
    return trimmed.isEmpty ? nil : Array(trimmed)
  }

  /// The parameters by name; of those that are not read here nothing is kept.
  private static func fields(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(ImportRefusal) -> [String: Range<Int>] {
    var fields: [String: Range<Int>] = [:]
    for piece in text.pieces(range, separator: UInt8(ascii: "&")) {
      guard let equals = text.first(UInt8(ascii: "="), in: piece) else { continue }
      let name = String(decoding: text.copy(piece.lowerBound..<equals), as: UTF8.self)
      guard ["secret", "algorithm", "digits", "period", "counter"].contains(name) else { continue }
      guard fields.updateValue(equals + 1..<piece.upperBound, forKey: name) == nil else {
        throw ImportRefusal("the otpauth URI has two parameters \(name)", hint: "leave one of them")
      }
    }
    return fields
  }

  private static func secret(_ text: Span<UInt8>, _ range: Range<Int>) throws(ImportRefusal) -> SharedSecret {
    let decoded = try PercentDecoding.secret(text, range)
    do throws(ForeignSecret.Flaw) { return try ForeignSecret.base32(decoded.bytes) } catch {
      throw ImportRefusal(
        "the secret is not Base32: \(error.sentence)", hint: "it has the letters A to Z and the digits 2 to 7")
    }
  }

  private static func number(
    _ text: Span<UInt8>, _ range: Range<Int>?, _ what: String
  ) throws(ImportRefusal) -> UInt64? {
    guard let range else { return nil }
    guard let number = text.number(range) else {
      throw ImportRefusal("the \(what) is no number", hint: "write it with digits alone")
    }
    return number
  }
}
