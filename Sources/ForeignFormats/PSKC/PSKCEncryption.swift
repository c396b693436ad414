import CKeyFile
import Countersign
import OATH

/// How the values of a container are encrypted: its `EncryptionKey` (RFC 6030 section 6).
enum PSKCEncryption {
  /// With a key that both sides have, by its name.
  case preShared(name: [UInt8])
  /// With a key that is derived from a passphrase, whose name this is.
  case derived(KeyDerivation, name: [UInt8])

  /// A passphrase of 10,000,000 iterations takes seconds; of a hundred times as many nobody would wait for the end.
  static let mostIterations: UInt32 = 10_000_000
  static let longestSalt = 1_024

  /// - Returns: `nil` for a container without the element.
  init?(_ document: borrowing XMLDocument) throws(PSKCFlaw) {
    guard let element = try document.only("EncryptionKey", of: document.root) else { return nil }
    let signature = PSKCNamespace.signature
    if try document.only("X509Data", of: element, in: signature) != nil { throw .certificate }
    let derived = try document.only("DerivedKey", of: element, in: PSKCNamespace.encryption11)
    guard let derived else {
      let name = document.words(of: try document.only("KeyName", of: element, in: signature))
      self = .preShared(name: name ?? [])
      return
    }
    let name = try document.only("MasterKeyName", of: derived, in: PSKCNamespace.encryption11)
    self = .derived(try PSKCEncryption.derivation(derived, document), name: document.words(of: name) ?? [])
  }

  private static func derivation(
    _ element: XMLElement, _ document: borrowing XMLDocument
  ) throws(PSKCFlaw) -> KeyDerivation {
    let method = try document.only("KeyDerivationMethod", of: element, in: PSKCNamespace.encryption11)
    guard let method else { throw .missing("KeyDerivationMethod") }
    let algorithm = method.attribute("Algorithm") ?? []
    guard isPBKDF2(algorithm) else { throw .unknownDerivation(algorithm) }
    guard let parameters = try document.only("PBKDF2-params", of: method, in: nil) else {
      throw .missing("PBKDF2-params")
    }
    return KeyDerivation(
      algorithm: try pseudorandomFunction(parameters, document), salt: try salt(parameters, document),
      iterations: try iterations(parameters, document), keyLength: try keyLength(parameters, document))
  }

  private static func isPBKDF2(_ name: [UInt8]) -> Bool {
    name.equals("http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2")
      || name.equals("http://www.w3.org/2009/xmlenc11#pbkdf2")
  }

  private static func salt(_ parameters: XMLElement, _ document: borrowing XMLDocument) throws(PSKCFlaw) -> [UInt8] {
    guard let salt = try document.only("Salt", of: parameters, in: nil),
      let specified = try document.only("Specified", of: salt, in: nil)
    else { throw .missing("Salt") }
    let bytes = try document.binary(specified, "Salt")
    guard (1...longestSalt).contains(bytes.count) else { throw .saltLength(bytes.count) }
    return bytes.bytes.indices.map { bytes.bytes[$0] }
  }

  private static func iterations(
    _ parameters: XMLElement, _ document: borrowing XMLDocument
  ) throws(PSKCFlaw) -> UInt32 {
    guard let words = document.words(of: try document.only("IterationCount", of: parameters, in: nil)) else {
      throw .missing("IterationCount")
    }
    guard let count = words.span.number(words.indices), (1...UInt64(mostIterations)).contains(count) else {
      throw .tooManyIterations(words)
    }
    return UInt32(truncatingIfNeeded: count)
  }

  /// Where it is left out, the cipher of the values would have to tell; every writer says it.
  private static func keyLength(_ parameters: XMLElement, _ document: borrowing XMLDocument) throws(PSKCFlaw) -> Int {
    guard let words = document.words(of: try document.only("KeyLength", of: parameters, in: nil)) else {
      throw .missing("KeyLength")
    }
    guard let length = words.span.number(words.indices), [16, 24, 32].contains(length) else {
      throw .derivedKeyLength(words)
    }
    return Int(length)
  }

  /// Where nothing is said it is HMAC-SHA-1. Some writers put the name into the element instead of its attribute.
  private static func pseudorandomFunction(
    _ parameters: XMLElement, _ document: borrowing XMLDocument
  ) throws(PSKCFlaw) -> HashAlgorithm {
    let element = try document.only("PRF", of: parameters, in: nil)
    guard let name = element?.attribute("Algorithm") ?? document.words(of: element) else { return .sha1 }
    guard let algorithm = PSKCHash.ofHMAC(name) else { throw .unknownPseudorandomFunction(name) }
    return algorithm
  }

  var need: ImportNeed {
    switch self {
    case .preShared(let name): .preSharedKey(name: name)
    case .derived(_, let name): .passphrase(name: name)
    }
  }
}
