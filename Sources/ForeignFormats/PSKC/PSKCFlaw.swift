import CKeyFile
import Countersign
import Words

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
    case .noContainer: said("it is no key container of RFC 6030")
    case .draft: said("it is of a draft before RFC 6030, which has other elements")
    case .version(let version): said("it is of version \(text(version)), and RFC 6030 has 1.0 only")
    case .repeated(let name): said("the element \(text(name)) is there twice")
    case .missing(let name): said("the element \(name) is missing")
    case .noBase64(let name): said("the element \(name) is not Base64")
    case .noNumber(let name): said("\(name) is no number that can be")
    case .noTime(let name): said("\(name) is no time as 2026-12-31T00:00:00Z")
    case .system: said("there is no memory for it")
    case .refused(let refusal): refusal.reason
    default: cryptographicReason
    }
  }

  private var cryptographicReason: String {
    switch self {
    case .certificate: said("it is encrypted to the owner of an X.509 certificate, which is not supported")
    case .unknownDerivation(let name): said("its key is derived by \(text(name)), and only PBKDF2 is known")
    case .unknownPseudorandomFunction(let name):
      said("its key is derived with \(text(name)); known are HMAC with SHA-1, SHA-256 and SHA-512")
    case .tooManyIterations(let count):
      said("its key is derived with \(text(count)) iterations; 1 to \(PSKCEncryption.mostIterations) are accepted")
    case .derivedKeyLength(let length):
      said("the length of its derived key is \(text(length)); 16, 24 and 32 bytes are accepted")
    case .saltLength(let length):
      said("its salt has \(length) bytes; 1 to \(PSKCEncryption.longestSalt) are accepted")
    case .unknownCipher(let name):
      said("it is encrypted by \(text(name)); known are AES in CBC mode and AES key wrap")
    case .unknownMAC(let name):
      said("its MAC is \(text(name)); known are HMAC with SHA-1, SHA-256 and SHA-512")
    case .noMACMethod: said("it has a ValueMAC, and the container names no MACMethod")
    case .noMAC: said("the container names a MACMethod, and this has no ValueMAC")
    case .wrongMAC: said("its MAC is wrong: it was altered, or the key or passphrase is another one")
    case .locked(let need): need.sentence.text
    case .keyLength(let given, let needed): said("its cipher needs a key of \(needed) bytes, and this one has \(given)")
    case .wrongKey: said("it does not open: the key or passphrase is another one, or it was altered")
    default: ""
    }
  }

  private func text(_ bytes: [UInt8]) -> String { PSKCFlaw.text(bytes) }

  /// Names are short; what is longer is none.
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes.prefix(100), as: UTF8.self) }

  /// What can be done about it.
  var hint: String {
    switch self {
    case .locked(.passphrase): said("--passphrase-stdin reads the passphrase; at a terminal it is asked for")
    case .locked: said("--key-file F names the file that has the key")
    case .wrongMAC, .wrongKey, .keyLength:
      said("ask the sender for the right key or passphrase, and for the file once more")
    case .certificate, .unknownCipher, .unknownMAC, .unknownDerivation, .unknownPseudorandomFunction, .draft, .version:
      said("ask the sender for a file of RFC 6030 with AES and a pre-shared key or a passphrase")
    case .tooManyIterations, .derivedKeyLength, .saltLength: said("ask the sender for another file")
    case .refused(let refusal): refusal.hint
    case .system: said("try again where there is more")
    default: said("look whether it is the right file, and whole; or ask the sender for another one")
    }
  }

  private static func reason(_ flaw: XMLFlaw) -> String {
    switch flaw {
    case .malformed(_, let reason): said("it is no well-formed XML in UTF-8: \(text(reason))")
    case .doctype: said("it has a document type declaration, which no key file needs")
    case .tooDeep: said("its elements are nested too deep")
    case .tooManyElements: said("it has too many elements; take it apart")
    case .tooLong: said("an element has more text or attributes than any in a key file")
    case .noMemory: said("there is no memory for it")
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
