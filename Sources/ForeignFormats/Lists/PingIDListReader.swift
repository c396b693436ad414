import Countersign
import OATH
import Words

/// Reads rows `serial, key[, counter]`; what the tokens are is said beside the list, by ``ImportDefaults``.
struct PingIDListReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  /// Nothing tells them from other lists.
  static func recognises(_ text: Span<UInt8>) -> Bool { false }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    ListRows(text, context).read(text) { (row) throws(ImportRefusal) in
      let counter = try row.number(2, of: text, "counter")
      var listed = try ListedToken(row.keeping(2), text, context.defaults)
      listed.counter = counter
      return try listed.token()
    }
  }
}
