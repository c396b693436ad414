import CKeyFile
import Countersign

/// A key container (RFC 6030), read so far that it says what it needs to be opened.
struct PSKCContainer: ~Copyable {
  let document: XMLDocument
  let encryption: PSKCEncryption?
  let macMethod: PSKCMACMethod?

  /// - Parameter bytes: a whole file.
  init(_ bytes: Span<UInt8>) throws(PSKCFlaw) {
    let document = try PSKCContainer.document(bytes)
    try PSKCContainer.check(document.root)
    let encryption = try PSKCEncryption(document)
    let macMethod = try PSKCMACMethod(document)
    self.init(document: document, encryption: encryption, macMethod: macMethod)
  }

  private init(document: consuming XMLDocument, encryption: PSKCEncryption?, macMethod: PSKCMACMethod?) {
    self.document = document
    self.encryption = encryption
    self.macMethod = macMethod
  }

  private static func document(_ bytes: Span<UInt8>) throws(PSKCFlaw) -> XMLDocument {
    do { return try XMLDocument(bytes) } catch { throw .xml(error) }
  }

  private static func check(_ root: XMLElement) throws(PSKCFlaw) {
    guard root.namespace.equals(PSKCNamespace.container) else {
      throw root.namespace.starts(with: "urn:ietf:params:xml:ns:keyprov:") ? .draft : .noContainer
    }
    guard root.name.equals("KeyContainer") else { throw .noContainer }
    let version = root.attribute("Version") ?? []
    guard version.equals("1.0") || version.equals("1") else { throw .version(version) }
  }

  /// What opens it.
  var need: ImportNeed {
    guard document.contains(where: { $0.name.equals("EncryptedValue") }) else { return .nothing }
    return encryption?.need ?? .preSharedKey(name: [])
  }

  /// Whether it is signed; the signature is not checked here.
  var isSigned: Bool {
    document.children(of: document.root).contains {
      $0.name.equals("Signature") && $0.namespace.equals(PSKCNamespace.signature)
    }
  }
}
