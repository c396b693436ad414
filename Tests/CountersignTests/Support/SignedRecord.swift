@testable import Countersign

/// Writes records that ``RecordFormat`` would not: the check line is right whatever the lines before it say.
struct SignedRecord {
  /// The lines before the check line; line 1 is the first.
  var lines: [String]

  /// A well-formed record of alice with two devices and recovery codes, on 15 lines.
  static var good: SignedRecord {
    let secret = "0123ABCD:" + String(repeating: "AB", count: 12) + ":" + String(repeating: "CD", count: 36)
    let settings = "created=1795503004 algorithm=sha1 digits=6"
    let codes = (0..<10).map { index in
      "code " + String(repeating: "0\(index)", count: 16) + " " + String(repeating: "1\(index)", count: 32)
    }
    return SignedRecord(
      lines: [
        "countersign-user 1",
        "user alice uid=1000 next-device=9",
        "device 1 totp \(settings) period=30 window=1 name=Phone secret=\(secret)",
        "device 2 hotp \(settings) look-ahead=10 name=Token secret=\(secret)",
        "recovery 1 created=1795503004",
      ] + codes)
  }

  /// The lines with a line end each, and the check line that fits.
  func text(key: borrowing SealKey) -> [UInt8] {
    let body = Bytes.of(lines.map { $0 + "\n" }.joined())
    let check = Hex.encode(RecordFormat.authentication(of: body[...], key: key))
    return body + Bytes.of("check ") + check + Bytes.of("\n")
  }
}
