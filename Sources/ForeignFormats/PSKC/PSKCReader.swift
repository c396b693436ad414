import CKeyFile
import Countersign
import Words

/// Reads key containers (PSKC, RFC 6030): in the clear, with a pre-shared key, with a passphrase.
///
/// Not read: containers for the owner of a certificate, and of the drafts. A signature is told of and not checked.
struct PSKCReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    XMLGlance(text).rootName.map { $0.equals("KeyContainer") } ?? false
  }

  /// What opens a container; nothing for what is none.
  static func need(of text: Span<UInt8>) -> ImportNeed {
    guard let container = try? PSKCContainer(text) else { return .nothing }
    return container.need
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    do throws(PSKCFlaw) {
      let container = try PSKCContainer(text)
      if container.isSigned { file.remark(context.wholeFile, "it is signed; the signature was not checked") }
      let lock = try PSKCLock(container, context.key)
      readKeys(of: container.document, lock, into: &file)
    } catch {
      file.refuse(error.line.map(context.place) ?? context.wholeFile, verbatim: error.reason, hint: error.hint)
    }
    return file
  }

  private func readKeys(of document: borrowing XMLDocument, _ lock: PSKCLock, into file: inout ImportedFile) {
    for package in document.all("KeyPackage", of: document.root) {
      for key in document.all("Key", of: package) {
        do throws(PSKCFlaw) {
          file.take(try PSKCKeyReader(key, in: package, lock, context).token(document))
        } catch {
          file.refuse(context.place(key.line), verbatim: error.reason, hint: error.hint)
        }
      }
    }
  }
}
