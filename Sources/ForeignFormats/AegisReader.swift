import Words

/// Reads the plain export of Aegis: an object with `db`, in which `entries` are.
struct AegisReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    guard let document = try? JSONDocument.read(text) else { return false }
    return document.member("db") != nil && document.member("header") != nil
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    let document: JSONDocument.Value
    do throws(JSONDocument.Flaw) { document = try JSONDocument.read(text) } catch {
      file.refuse(context.place(error.line), "this is no JSON from here on", hint: "export it again")
      return file
    }
    guard let database = document.member("db"), database.string == nil else {
      let isEncrypted = document.member("db")?.string != nil
      file.refuse(
        context.wholeFile, isEncrypted ? "the export of Aegis is encrypted" : "this is no export of Aegis",
        hint: isEncrypted ? "export it in Aegis without encryption, and remove the file afterwards" : "export it again")
      return file
    }
    guard case .array(let entries) = database.member("entries")?.content else {
      file.refuse(context.place(database.line), "the export of Aegis has no entries", hint: "export it again")
      return file
    }
    for entry in entries {
      let place = context.place(entry.line)
      do throws(ImportRefusal) {
        let details = entry.member("info")
        file.take(try JSONAccount.token(entry, details: details, JSONAccount.aegis, text, at: place))
      } catch {
        file.refuse(place, verbatim: error.reason, hint: error.hint)
      }
    }
    return file
  }
}
