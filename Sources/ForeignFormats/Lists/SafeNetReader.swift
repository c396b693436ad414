import CKeyFile
import Countersign
import OATH
import Words

/// Reads the XML of SafeNet's (Aladdin's) eToken PASS: `Tokens`, `Token serial`, `Applications`, `Application`, with
/// `Seed` in hexadecimal and `MovingFactor`. A seed of 64 digits is for SHA-256.
struct SafeNetReader: ImportReader {
  private let context: ImportContext
  /// In bytes.
  private static let longSeed = 32

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    XMLGlance(text).rootName.map { $0.equals("Tokens") } ?? false
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    let document: XMLDocument
    do { document = try XMLDocument(text) } catch {
      let flaw = PSKCFlaw.xml(error)
      file.refuse(flaw.line.map(context.place) ?? context.wholeFile, verbatim: flaw.reason, hint: flaw.hint)
      return file
    }
    for token in document.children(of: document.root) where token.name.equals("Token") {
      do throws(ImportRefusal) { file.take(try self.token(token, document)) } catch {
        file.refuse(context.place(token.line), verbatim: error.reason, hint: error.hint)
      }
    }
    return file
  }

  private func token(_ element: XMLElement, _ document: borrowing XMLDocument) throws(ImportRefusal) -> ImportedToken {
    guard let serial = element.attribute("serial"), !serial.isEmpty else {
      throw ImportRefusal("the token has no serial number", hint: SafeNetReader.hint)
    }
    let applications = children("Applications", of: element, document)
      .flatMap { children("Application", of: $0, document) }
      .filter { !children("Seed", of: $0, document).isEmpty }
    guard let application = applications.first, applications.count == 1,
      let seed = children("Seed", of: application, document).first
    else { throw ImportRefusal("the token has no seed, or more than one", hint: SafeNetReader.hint) }
    let digits = document.text(of: seed)
    let secret = try ListKey.hexadecimal(digits, 0..<digits.count)
    let algorithm: HashAlgorithm = secret.secret.count == SafeNetReader.longSeed ? .sha256 : .sha1
    let token = ImportedToken(
      context.place(element.line), kind: try ForeignKind.eventBased(algorithm, context.defaults.digits),
      secret: secret)
    token.serial = serial
    if let counter = children("MovingFactor", of: application, document).first {
      let words = document.text(of: counter)
      guard let number = words.number(0..<words.count) else {
        throw ImportRefusal("the moving factor is no number", hint: SafeNetReader.hint)
      }
      token.nextMovingFactor = number
    }
    return token
  }

  private func children(
    _ name: StaticString, of element: XMLElement, _ document: borrowing XMLDocument
  ) -> [XMLElement] {
    document.children(of: element).filter { $0.name.equals(name) }
  }

  private static let hint: Message = "ask the seller for the file once more"
}
