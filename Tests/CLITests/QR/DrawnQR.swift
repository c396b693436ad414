import Countersign
import CQRSymbol

/// Symbols and drawings as the tests want them: of URIs without a real secret, as text.
enum DrawnQR {
  /// The key of RFC 4226's test vectors, in Base32.
  static let publishedKey = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

  /// A URI with every parameter written out.
  static func uri(issuer: String, account: String, key: String = publishedKey) -> String {
    "otpauth://totp/\(issuer):\(account)?secret=\(key)&issuer=\(issuer)&algorithm=SHA1&digits=6&period=30"
  }

  static func symbol(_ text: String) throws -> QRSymbol {
    try QRSymbol(encoding: Array(text.utf8).span)
  }

  static func text(_ uri: String, _ drawing: QRDrawing) throws -> String {
    text(of: try drawing.draw(symbol(uri)))
  }

  static func text(of secret: borrowing SecretBytes) -> String {
    String(decoding: bytes(of: secret), as: UTF8.self)
  }

  static func bytes(of secret: borrowing SecretBytes) -> [UInt8] {
    let span = secret.bytes
    return span.indices.map { span[$0] }
  }
}
