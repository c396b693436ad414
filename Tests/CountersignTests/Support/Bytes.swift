@testable import Countersign

/// Bytes of tests: published or made up, hence harmless outside of ``SecretBytes``.
enum Bytes {
  static func of(_ text: String) -> [UInt8] { Array(text.utf8) }

  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  static func copy(_ span: Span<UInt8>) -> [UInt8] {
    span.indices.map { span[$0] }
  }

  static func secret(_ bytes: [UInt8]) throws -> SecretBytes {
    try SecretBytes(copying: bytes.span)
  }
}
