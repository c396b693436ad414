import Countersign
import OATH
import Words

/// Reads tokens out of a directory: LDIF of OpenLDAP's overlay `slapo-otp`, and of FreeIPA.
struct LDIFReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    for line in text.lines {
      if text.starts(with: "dn:", line.range) { return true }
      guard let first = line.range.first, !text.starts(with: "version:", line.range) else { continue }
      guard text[first] == UInt8(ascii: "#") || text[first] == UInt8(ascii: " ") else { return false }
    }
    return false
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    let entries = LDIFEntry.all(in: text)
    let overlay = OverlayDirectory(entries, text, context)
    var file = ImportedFile()
    for entry in entries {
      if entry.attributes["oathsecret"] != nil {
        overlay.read(entry, text, into: &file)
      } else if entry.attributes["ipatokenotpkey"] != nil {
        let place = context.place(entry.line)
        do throws(ImportRefusal) { file.take(try FreeIPAToken(entry, text, context).token(at: place)) } catch {
          file.refuse(place, verbatim: error.reason, hint: error.hint)
        }
      }
    }
    return file
  }

  /// A number that an entry has.
  static func number(_ name: String, _ entry: LDIFEntry, _ text: Span<UInt8>) throws(ImportRefusal) -> UInt64? {
    guard let spelled = entry.string(name, text) else { return nil }
    guard let number = UInt64(spelled) else { throw ImportRefusal("its \(name) is no number", hint: "export it again") }
    return number
  }

  /// A number that may be negative.
  static func signed(_ name: String, _ entry: LDIFEntry, _ text: Span<UInt8>) throws(ImportRefusal) -> Int64? {
    guard let spelled = entry.string(name, text) else { return nil }
    guard let number = Int64(spelled) else { throw ImportRefusal("its \(name) is no number", hint: "export it again") }
    return number
  }

  /// A drift in time steps, if it is one that can be.
  static func drift(_ steps: Int64) throws(ImportRefusal) -> Int32 {
    guard steps.magnitude <= 1_500 else {
      throw ImportRefusal(
        "its clock is \(steps) time steps off", hint: "countersign enroll gives the user another device")
    }
    return Int32(truncatingIfNeeded: steps)
  }
}
