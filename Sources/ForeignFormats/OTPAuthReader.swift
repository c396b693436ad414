import Countersign
import OATH
import Words

/// Reads `otpauth` URIs, one a line, with `#` before comments.
struct OTPAuthReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    for line in text.lines {
      let range = text.withoutScannerLabel(line.range)
      guard !range.isEmpty, text[range.lowerBound] != UInt8(ascii: "#") else { continue }
      return text.starts(with: "otpauth://", range)
    }
    return false
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    for line in text.lines {
      let range = text.withoutScannerLabel(line.range)
      guard !range.isEmpty, text[range.lowerBound] != UInt8(ascii: "#") else { continue }
      do throws(ImportRefusal) {
        file.take(try OTPAuthParameters(text, range).token(at: context.place(line.number)))
      } catch {
        file.refuse(context.place(line.number), verbatim: error.reason, hint: error.hint)
      }
    }
    return file
  }
}
