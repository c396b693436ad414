import Words

/// Reads the plain backup of andOTP: an array of accounts.
struct AndOTPReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    guard let document = try? JSONDocument.read(text), case .array(let accounts) = document.content else {
      return false
    }
    return accounts.first?.member("secret") != nil && accounts.first?.member("type") != nil
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    let document: JSONDocument.Value
    do throws(JSONDocument.Flaw) { document = try JSONDocument.read(text) } catch {
      file.refuse(
        context.place(error.line), "this is no JSON from here on",
        hint: "an encrypted backup cannot be read: make a plain one in andOTP, and remove the file afterwards")
      return file
    }
    guard case .array(let accounts) = document.content else {
      file.refuse(context.wholeFile, "this is no backup of andOTP", hint: "make a plain backup in andOTP")
      return file
    }
    for account in accounts {
      let place = context.place(account.line)
      do throws(ImportRefusal) {
        file.take(try JSONAccount.token(account, details: nil, JSONAccount.andOTP, text, at: place))
      } catch {
        file.refuse(place, verbatim: error.reason, hint: error.hint)
      }
    }
    return file
  }
}
