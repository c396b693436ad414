import Countersign
import OATH
import Words

/// Reads lists with the header `upn,serial number,secret key,time interval,manufacturer,model`, which Entra ID takes
/// and the sellers of Token2, SafeID and Feitian tokens give out. The columns may stand in any order.
struct EntraListReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    ListRows.first(text).map { EntraColumns($0, text) != nil } ?? false
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var columns: EntraColumns?
    return ListRows(text, context).read(text) { (row) throws(ImportRefusal) in
      guard let columns else {
        columns = EntraColumns(row, text)
        guard columns != nil else {
          throw ImportRefusal(
            "the first row has no columns \"serial number\" and \"secret key\"",
            hint: "the header is upn,serial number,secret key,time interval,manufacturer,model")
        }
        return nil
      }
      return try columns.token(row, text, context.defaults)
    }
  }
}
