import Countersign
import OATH
import Words

/// Reads rows `serial, key[, hotp|totp|ocra[, digits|suite[, counter|period[, user]]]]`, the key in hexadecimal:
/// "OATH CSV". Without a type the tokens are event-based.
struct OATHListReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    // A colon in the first field is of pam_u2f's old form.
    guard let row = ListRows.first(text), row.fields.count >= 2,
      text.first(UInt8(ascii: ":"), in: row.fields[0]) == nil
    else { return false }
    let key = row.fields[1]
    guard key.count >= 2 * ImportedFile.leastSecret, key.allSatisfy({ ForeignSecret.digit(text[$0]) != nil }) else {
      return false
    }
    guard row.fields.count > 2, let type = row.words(2, of: text) else { return true }
    return ["hotp", "totp", "ocra"].contains(ListedToken.word(type))
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    ListRows(text, context).read(text) { (row) throws(ImportRefusal) in
      var listed = try ListedToken(row, text, context.defaults)
      if listed.isTimeBased {
        listed.period = try row.number(4, of: text, "period")
      } else {
        try takeCounter(row, text, &listed)
      }
      let token = try listed.token()
      token.owner = row.words(5, of: text)
      return token
    }
  }

  /// Some lists have the period in this place, whatever the type.
  private func takeCounter(
    _ row: ListRow, _ text: Span<UInt8>, _ listed: inout ListedToken
  ) throws(ImportRefusal) {
    let counter = try row.number(4, of: text, "counter")
    if let counter, counter == 30 || counter == 60 {
      listed.remarks.append(said("\(counter) is taken for a period that means nothing here, and its counter for 0"))
    } else {
      listed.counter = counter
    }
  }
}
