import CKeyFile
import Countersign

/// How a value of a key container is encrypted.
enum PSKCCipher: Equatable {
  /// AES-CBC of XML Encryption; the length of the key in bytes.
  case cbc(keyLength: Int)
  /// The key wrap of RFC 3394, which has its own check.
  case keyWrap(keyLength: Int)

  private static let known: [(name: StaticString, cipher: PSKCCipher)] = [
    ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", .cbc(keyLength: 16)),
    ("http://www.w3.org/2001/04/xmlenc#aes192-cbc", .cbc(keyLength: 24)),
    ("http://www.w3.org/2001/04/xmlenc#aes256-cbc", .cbc(keyLength: 32)),
    ("http://www.w3.org/2001/04/xmlenc#kw-aes128", .keyWrap(keyLength: 16)),
    ("http://www.w3.org/2001/04/xmlenc#kw-aes192", .keyWrap(keyLength: 24)),
    ("http://www.w3.org/2001/04/xmlenc#kw-aes256", .keyWrap(keyLength: 32)),
  ]

  /// - Parameter name: the URI of XML Encryption.
  init(_ name: [UInt8]) throws(PSKCFlaw) {
    guard let found = PSKCCipher.known.first(where: { name.equals($0.name) }) else { throw .unknownCipher(name) }
    self = found.cipher
  }

  var keyLength: Int {
    switch self {
    case .cbc(let length), .keyWrap(let length): length
    }
  }

  /// Whether a text that opens is known to be unaltered.
  var hasOwnCheck: Bool {
    switch self {
    case .cbc: false
    case .keyWrap: true
    }
  }

  func open(_ text: Span<UInt8>, key: Span<UInt8>) throws(PSKCFlaw) -> SecretBytes {
    guard key.count == keyLength else { throw .keyLength(given: key.count, needed: keyLength) }
    let opened: SecretBytes?
    do {
      switch self {
      case .cbc: opened = try AESText.openCBC(text, key: key)
      case .keyWrap: opened = try AESText.unwrap(text, key: key)
      }
    } catch {
      throw .system(error)
    }
    guard let opened else { throw .wrongKey }
    return opened
  }
}
