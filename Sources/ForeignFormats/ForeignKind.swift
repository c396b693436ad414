import Countersign
import OATH
import Words

/// Makes kinds of device of what foreign files say; what cannot be stored is refused by name.
enum ForeignKind {
  static func timeBased(
    _ algorithm: HashAlgorithm, _ digits: DigitCount, period: UInt64, window: UInt32 = TOTPParameters.defaultWindow
  ) throws(ImportRefusal) -> DeviceKind {
    guard let period = TimeStepPeriod(seconds: period) else {
      throw ImportRefusal(
        "codes that last \(harmless(period)) s cannot be stored",
        hint: "a time step has 10 to 300 s; enrol another device")
    }
    guard
      let parameters = TOTPParameters(algorithm: algorithm, digits: digits, period: period, window: min(window, 10))
    else { throw ImportRefusal("the window cannot be stored", hint: "it has 0 to 10 time steps") }
    return .totp(parameters)
  }

  static func eventBased(
    _ algorithm: HashAlgorithm, _ digits: DigitCount, lookAhead: UInt32 = HOTPParameters.defaultLookAhead
  ) throws(ImportRefusal) -> DeviceKind {
    guard let parameters = HOTPParameters(algorithm: algorithm, digits: digits, lookAhead: min(lookAhead, 100)) else {
      throw ImportRefusal("the look-ahead cannot be stored", hint: "it has 0 to 100 counters")
    }
    return .hotp(parameters)
  }

  /// - Parameter suite: an OCRA suite of RFC 6287 section 6.
  static func challenge(_ suite: [UInt8]) throws(ImportRefusal) -> DeviceKind {
    guard let read = try? OCRASuite(suite) else {
      throw ImportRefusal(
        "its OCRA suite is missing, or none that can be checked here",
        hint: "countersign(8) says under enroll which parts of a suite are")
    }
    guard read.pin == nil else {
      throw ImportRefusal(
        "its OCRA suite needs a PIN, which no such file has",
        hint: "countersign enroll USER --type ocra --suite S asks for key and PIN")
    }
    return .ocra(read)
  }

  static func digits(_ count: UInt64) throws(ImportRefusal) -> DigitCount {
    guard let digits = Int(exactly: count).flatMap({ DigitCount($0) }) else {
      throw ImportRefusal("codes of \(harmless(count)) digits cannot be stored", hint: "codes have 6 to 8 digits")
    }
    return digits
  }

  /// A number for people. In a row whose columns are shifted a large one may be a key of digits alone.
  private static func harmless(_ number: UInt64) -> String {
    number > 86_400 ? ">86400" : "\(number)"
  }

  /// - Parameter name: `SHA1`, `sha-256`, `HmacSHA512` and the like.
  static func algorithm(_ name: [UInt8]) throws(ImportRefusal) -> HashAlgorithm {
    var plain = String(decoding: name, as: UTF8.self).lowercased().filter { $0 != "-" && $0 != "_" }
    if plain.hasPrefix("hmac") { plain.removeFirst(4) }
    switch plain {
    case "sha1", "": return .sha1
    case "sha256": return .sha256
    case "sha512": return .sha512
    case "md5", "sha224", "sha384":
      throw ImportRefusal("codes by the hash \(plain) are not supported", hint: "sha1, sha256 and sha512 are")
    default: throw ImportRefusal("the hash is not known", hint: "sha1, sha256 and sha512 are")
    }
  }
}
