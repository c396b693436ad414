import Countersign
import OATH
import Words

/// One account in the export of an authenticator app. Apps differ in the names of members and in nothing else.
struct JSONAccount {
  /// What members are called.
  struct Names {
    let type: String
    let owner: String
    let algorithm: String
  }

  static let aegis = Names(type: "type", owner: "name", algorithm: "algo")
  static let andOTP = Names(type: "type", owner: "label", algorithm: "algorithm")

  /// The device.
  ///
  /// - Parameter details: where secret and parameters stand; the account itself where nobody says.
  static func token(
    _ account: JSONDocument.Value, details: JSONDocument.Value?, _ names: Names, _ text: Span<UInt8>,
    at place: ImportPlace
  ) throws(ImportRefusal) -> ImportedToken {
    let details = details ?? account
    guard let type = try string(account, names.type, text) else {
      throw ImportRefusal("it has no type", hint: "it has to be totp or hotp")
    }
    guard !["steam", "motp", "yandex"].contains(type.lowercased()) else {
      throw ImportRefusal("codes of the kind \(type.lowercased()) are not supported", hint: "totp and hotp are")
    }
    let algorithm = try ForeignKind.algorithm(Array((try string(details, names.algorithm, text) ?? "").utf8))
    let owner = try string(account, names.owner, text).map { Array($0.utf8) }.flatMap(OTPAuthParameters.account)
    let digits = try ForeignKind.digits(try number(details, "digits", text) ?? 6)
    switch type.lowercased() {
    case "totp":
      let kind = try ForeignKind.timeBased(algorithm, digits, period: try number(details, "period", text) ?? 30)
      return ImportedToken(place, kind: kind, secret: try secret(details, text), owner: owner)
    case "hotp":
      let kind = try ForeignKind.eventBased(algorithm, digits)
      let token = ImportedToken(place, kind: kind, secret: try secret(details, text), owner: owner)
      token.nextMovingFactor = try number(details, "counter", text) ?? 0
      return token
    default: throw ImportRefusal("its type is not known", hint: "it has to be totp or hotp")
    }
  }

  private static func string(
    _ object: JSONDocument.Value, _ name: String, _ text: Span<UInt8>
  ) throws(ImportRefusal) -> String? {
    guard let member = object.member(name), !member.isNull else { return nil }
    guard let range = member.string, let bytes = JSONString.bytes(text, range) else {
      throw ImportRefusal("its \(name) is no text", hint: "export it again")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func number(
    _ object: JSONDocument.Value, _ name: String, _ text: Span<UInt8>
  ) throws(ImportRefusal) -> UInt64? {
    guard let member = object.member(name), !member.isNull else { return nil }
    guard case .number(let range) = member.content, let number = text.number(range) else {
      throw ImportRefusal("its \(name) is no whole number", hint: "export it again")
    }
    return number
  }

  private static func secret(_ object: JSONDocument.Value, _ text: Span<UInt8>) throws(ImportRefusal) -> SharedSecret {
    guard let range = object.member("secret")?.string, let spelled = JSONString.secret(text, range) else {
      throw ImportRefusal("it has no secret", hint: "export it again")
    }
    do throws(ForeignSecret.Flaw) { return try ForeignSecret.base32(spelled.bytes) } catch {
      throw ImportRefusal("its secret is not Base32: \(error.sentence)", hint: "export it again")
    }
  }
}
