import CQRSymbol
import Countersign
import OATH
import Words

/// The key of a new device as one text: what to do with it, the key to type, the QR code.
///
/// It has no escape sequence, at most 80 columns, and starts on a line of its own, because clients put words of theirs
/// before a question.
struct KeySheet {
  /// Columns of a terminal.
  private static let columns = 80
  /// In bytes, the question behind it included: what clients have been seen to show.
  static let longest = 4_000
  /// A drawing in full blocks has three bytes for each glyph and gets along with less than this.
  private static let longestOfFullBlocks = CompanionPacket.longest - 512

  let uri: OTPAuthURI
  let introduction: String
  /// Stands right above the drawing.
  let note: String?
  /// What a terminal of 24 rows leaves for a drawing: the question stands in the last row.
  private static let rows = 23

  /// One way to draw.
  private struct Attempt {
    let form: OTPAuthURI.Form
    let quietZone: Int
    var mayScroll = false
  }

  private static let attempts = [
    Attempt(form: .complete, quietZone: 2), Attempt(form: .brief, quietZone: 2),
    Attempt(form: .brief, quietZone: 2, mayScroll: true), Attempt(form: .brief, quietZone: 1, mayScroll: true),
  ]

  /// The text, and whether the drawing that was asked for is in it.
  struct Sheet: ~Copyable {
    let text: SecretBytes
    let isDrawn: Bool
  }

  func drawn(_ view: KeyView, secret: Span<UInt8>) throws(EnrolmentTrouble) -> Sheet {
    do throws(SystemFailure) { return try sheet(view, secret) } catch { throw .system(error) }
  }

  private func sheet(_ view: KeyView, _ secret: Span<UInt8>) throws(SystemFailure) -> Sheet {
    var text = try SecretBytes(capacity: CompanionPacket.longest)
    text.append("\n")
    text.append(introduction)
    text.append("\n\n  ")
    text.append(said("Key:"))
    try KeySheet.appendKey(secret, to: &text)
    text.append("\n")
    if let note { text.append("\n" + note + "\n") }
    guard let style = view.style else { return Sheet(text: text, isDrawn: true) }
    let room = style == .full ? KeySheet.longestOfFullBlocks : KeySheet.longest - 400
    for attempt in KeySheet.attempts {
      guard let drawing = try drawing(style, attempt, secret) else { continue }
      guard text.count + drawing.count <= room else { continue }
      text.append(drawing.bytes)
      return Sheet(text: text, isDrawn: true)
    }
    return Sheet(text: text, isDrawn: false)
  }

  private func drawing(
    _ style: QRStyle, _ attempt: Attempt, _ secret: Span<UInt8>
  ) throws(SystemFailure) -> SecretBytes? {
    var uri = uri
    uri.form = attempt.form
    var link = try SecretBytes(capacity: uri.length(secretByteCount: secret.count))
    _ = uri.write(secret: secret, to: &link)
    do throws(QRFailure) {
      let symbol = try QRSymbol(encoding: link.bytes)
      let drawing = QRDrawing(style: style, surface: .darkTerminal, quietZone: attempt.quietZone)
      guard drawing.columns(forWidth: symbol.width) <= KeySheet.columns else { return nil }
      guard attempt.mayScroll || drawing.rows(forWidth: symbol.width) <= KeySheet.rows else { return nil }
      return try drawing.draw(symbol)
    } catch {
      return nil
    }
  }

  /// In Base32, in groups of four.
  private static func appendKey(_ secret: Span<UInt8>, to text: inout SecretBytes) throws(SystemFailure) {
    var plain = try SecretBytes(capacity: max(Base32.encodedLength(ofByteCount: secret.count), 1))
    Base32.encode(secret, to: &plain)
    for index in plain.bytes.indices {
      if index % 4 == 0 { text.append(" ") }
      text.append(plain.bytes[index])
    }
  }
}

extension SecretBytes {
  /// Adds text, as far as it fits.
  mutating func append(_ text: String) {
    for byte in text.utf8 { append(byte) }
  }
}
