import Countersign
import OATH
import Words

/// Reads rows `serial, key[, totp|hotp[, digits[, period]]]` as NetIQ Advanced Authentication has them.
struct NetIQListReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  /// They are as other lists are; `oath-csv` reads them too.
  static func recognises(_ text: Span<UInt8>) -> Bool { false }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    ListRows(text, context).read(text) { (row) throws(ImportRefusal) in
      var listed = try ListedToken(row, text, context.defaults)
      listed.period = try row.number(4, of: text, "period")
      return try listed.token()
    }
  }
}
