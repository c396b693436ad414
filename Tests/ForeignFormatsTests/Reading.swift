import Countersign
import Testing

@testable import ForeignFormats

/// Reads texts and says what came of it.
enum Reading {
  /// The time of all tests, seconds since 1970: 2026-11-24 06:50:04 UTC.
  static let now: UInt64 = 1_795_503_004

  /// What the files of pam_u2f do not say.
  static var defaults: ImportDefaults {
    var defaults = ImportDefaults()
    defaults.relyingParty = Array("pam://sample".utf8)
    defaults.application = Array("pam://old".utf8)
    return defaults
  }

  static func read(_ format: ImportFormat, _ text: String, now: UInt64 = now) -> ImportedFile {
    let bytes = Array(text.utf8)
    return format.read(bytes.span, ImportContext(file: Array("file".utf8), now: now, defaults: defaults))
  }

  static func detect(_ text: String) -> ImportFormat? {
    let bytes = Array(text.utf8)
    return ImportFormat.detect(bytes.span)
  }

  /// The only device of a text that has nothing else.
  static func token(_ format: ImportFormat, _ text: String, now: UInt64 = now) throws -> ImportedToken {
    let file = read(format, text, now: now)
    #expect(file.findings.isEmpty, "\(file.findings)")
    try #require(file.tokens.count == 1)
    return file.tokens[0]
  }

  /// The reasons of what a text is refused for, by line.
  static func refusals(_ format: ImportFormat, _ text: String, now: UInt64 = now) -> [String] {
    read(format, text, now: now).findings.compactMap { finding in
      guard case .refused(let reason, let hint) = finding.outcome else { return nil }
      #expect(!hint.isEmpty && hint.last != ".")
      return "\(finding.place.line): \(reason)"
    }
  }
}

extension ImportedToken {
  /// The secret in hexadecimal; tests have published ones only.
  var hexadecimal: String { secret.hexadecimal }
}

extension SharedSecret {
  /// In hexadecimal; tests have published ones only.
  var hexadecimal: String { Self.text(secret) }

  private static func text(_ secret: borrowing SecretBytes) -> String {
    var text = ""
    for index in secret.bytes.indices {
      let byte = String(secret.bytes[index], radix: 16)
      text += byte.count == 1 ? "0\(byte)" : byte
    }
    return text
  }
}
