import Countersign
import Words

/// Reads what `countersign export --format json` writes: one device a line.
struct DeviceLinesReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    guard let line = ListRows.lines(of: text).first else { return false }
    let first = text.extracting(line.range)
    guard let fields = try? DeviceFields(first) else { return false }
    return fields.unsigned("countersign", first) != nil
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    for line in ListRows.lines(of: text) {
      do throws(ImportRefusal) {
        file.take(try DeviceLine.read(text, line.range, context.place(line.number)))
      } catch {
        file.refuse(context.place(line.number), verbatim: error.reason, hint: error.hint)
      }
    }
    return file
  }
}
