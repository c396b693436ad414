import CKeyFile
import Countersign

/// What is wrong with a key container (RFC 6030), or with one key in it. Holds no key.
enum PSKCFlaw: Error, Equatable {
  case xml(XMLFlaw)
  case noContainer
  /// A container of the drafts before the RFC, by its namespace.
  case draft
  case version([UInt8])
  /// An element that may stand there once.
  case repeated([UInt8])
  case missing(String)
  case noBase64(String)
  case noNumber(String)
  case noTime(String)
  /// Encrypted to the owner of a certificate.
  case certificate
  case unknownDerivation([UInt8])
  case unknownPseudorandomFunction([UInt8])
  /// How many are asked for.
  case tooManyIterations([UInt8])
  case derivedKeyLength([UInt8])
  case saltLength(Int)
  case unknownCipher([UInt8])
  case unknownMAC([UInt8])
  /// The container names no MAC method, and one of its values has a MAC.
  case noMACMethod
  /// The container names a MAC method, and an encrypted value has no MAC.
  case noMAC
  case wrongMAC
  /// Nobody has said what opens it.
  case locked(ImportNeed)
  /// What was given is of another length than the cipher needs: given and needed, in bytes.
  case keyLength(given: Int, needed: Int)
  case wrongKey
  case system(SystemFailure)
  /// What has nothing to do with the container.
  case refused(ImportRefusal)

  /// In the words of a report.
  var reason: String {
    switch self {
    case .xml(let flaw): PSKCFlaw.reason(flaw)
    case .noContainer: "it is no key container of RFC 6030"
    case .draft: "it is of a draft before RFC 6030, which has other elements"
    case .version(let version): "it is of version \(text(version)), and RFC 6030 has 1.0 only"
    case .repeated(let name): "the element \(text(name)) is there twice"
    case .missing(let name): "the element \(name) is missing"
    case .noBase64(let name): "the element \(name) is not Base64"
    case .noNumber(let name): "\(name) is no number that can be"
    case .noTime(let name): "\(name) is no time as 2026-12-31T00:00:00Z"
    case .system: "there is no memory for it"
    case .refused(let refusal): refusal.reason
    default: cryptographicReason
    }
  }

  private var cryptographicReason: String {
    switch self {
    case .certificate: "it is encrypted to the owner of an X.509 certificate, which is not supported"
    case .unknownDerivation(let name): "its key is derived by \(text(name)), and only PBKDF2 is known"
    case .unknownPseudorandomFunction(let name):
      "its key is derived with \(text(name)); known are HMAC with SHA-1, SHA-256 and SHA-512"
    case .tooManyIterations(let count):
      "its key is derived with \(text(count)) iterations; 1 to \(PSKCEncryption.mostIterations) are accepted"
    case .derivedKeyLength(let length):
      "the length of its derived key is \(text(length)); 16, 24 and 32 bytes are accepted"
    case .saltLength(let length):
      "its salt has \(length) bytes; 1 to \(PSKCEncryption.longestSalt) are accepted"
    case .unknownCipher(let name):
      "it is encrypted by \(text(name)); known are AES in CBC mode and AES key wrap"
    case .unknownMAC(let name):
      "its MAC is \(text(name)); known are HMAC with SHA-1, SHA-256 and SHA-512"
    case .noMACMethod: "it has a ValueMAC, and the container names no MACMethod"
    case .noMAC: "the container names a MACMethod, and this has no ValueMAC"
    case .wrongMAC: "its MAC is wrong: it was altered, or the key or passphrase is another one"
    case .locked(let need): "it is encrypted with \(need.description)"
    case .keyLength(let given, let needed): "its cipher needs a key of \(needed) bytes, and this one has \(given)"
    case .wrongKey: "it does not open: the key or passphrase is another one, or it was altered"
    default: ""
    }
  }

  private func text(_ bytes: [UInt8]) -> String { PSKCFlaw.text(bytes) }

  /// Names are short; what is longer is none.
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes.prefix(100), as: UTF8.self) }

  /// What can be done about it.
  var hint: String {
    switch self {
    case .locked(.passphrase): "--passphrase-stdin reads the passphrase; at a terminal it is asked for"
    case .locked: "--key-file F names the file that has the key"
    case .wrongMAC, .wrongKey, .keyLength: "ask the sender for the right key or passphrase, and for the file once more"
    case .certificate, .unknownCipher, .unknownMAC, .unknownDerivation, .unknownPseudorandomFunction, .draft, .version:
      "ask the sender for a file of RFC 6030 with AES and a pre-shared key or a passphrase"
    case .tooManyIterations, .derivedKeyLength, .saltLength: "ask the sender for another file"
    case .refused(let refusal): refusal.hint
    case .system: "try again where there is more"
    default: "look whether it is the right file, and whole; or ask the sender for another one"
    }
  }

  private static func reason(_ flaw: XMLFlaw) -> String {
    switch flaw {
    case .malformed(_, let reason): "it is no well-formed XML in UTF-8: \(text(reason))"
    case .doctype: "it has a document type declaration, which no key file needs"
    case .tooDeep: "its elements are nested too deep"
    case .tooManyElements: "it has too many elements; take it apart"
    case .tooLong: "an element has more text or attributes than any in a key file"
    case .noMemory: "there is no memory for it"
    }
  }

  /// Where the reading of the document ended, from 1.
  var line: Int? {
    guard case .xml(let flaw) = self else { return nil }
    return switch flaw {
    case .malformed(let line, _), .doctype(let line), .tooDeep(let line), .tooManyElements(let line),
      .tooLong(let line): line
    case .noMemory: nil
    }
  }

  /// Makes what refuses by itself part of reading a container.
  static func refusing<Value>(_ body: () throws(ImportRefusal) -> Value) throws(PSKCFlaw) -> Value {
    do { return try body() } catch { throw .refused(error) }
  }
}
