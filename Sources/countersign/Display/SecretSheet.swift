import Countersign
import CQRSymbol
import OATH
import Words

/// Shows a secret to its owner: the key to type, the URI, the QR code.
///
/// The code comes last, so that in a window of 24 rows it stands right above the question for the first code.
struct SecretSheet {
  let terminal: Terminal
  let uri: OTPAuthURI
  /// What stands above the key; with `nil` there is neither title nor key.
  let title: String?
  let showsURI: Bool
  let screen: QRScreen

  func show(_ secret: Span<UInt8>) throws(Complaint) {
    if let title {
      try terminal.say(verbatim: title)
      try terminal.say()
      try terminal.show(SecretSheet.key(secret))
      try terminal.say()
    }
    if showsURI {
      var text = try uri.text(.complete, secret: secret)
      text.append(UInt8(ascii: "\n"))
      try terminal.show(text)
      if title != nil { try terminal.say() }
    }
    try screen.show(uri, secret: secret)
  }

  /// The key in Base32, in groups of four.
  private static func key(_ secret: Span<UInt8>) throws(Complaint) -> SecretBytes {
    do throws(SystemFailure) {
      let length = Base32.encodedLength(ofByteCount: secret.count)
      var plain = try SecretBytes(capacity: max(length, 1))
      Base32.encode(secret, to: &plain)
      var grouped = try SecretBytes(capacity: length + length / 4 + 3)
      grouped.append(UInt8(ascii: " "))
      for index in plain.bytes.indices {
        if index % 4 == 0 { grouped.append(UInt8(ascii: " ")) }
        grouped.append(plain.bytes[index])
      }
      grouped.append(UInt8(ascii: "\n"))
      return grouped
    } catch {
      throw Complaint(error, doing: "cannot write the key")
    }
  }
}
