import Countersign
import Words

/// The encoding of URIs, RFC 3986 section 2.1, as others write it: digits of either case, needless escapes.
enum PercentDecoding {
  /// What a part of a text stands for, where that is not secret.
  static func bytes(_ text: Span<UInt8>, _ range: Range<Int>) throws(ImportRefusal) -> [UInt8] {
    var bytes: [UInt8] = []
    try decode(text, range) { bytes.append($0) }
    return bytes
  }

  /// The same for a secret part.
  static func secret(_ text: Span<UInt8>, _ range: Range<Int>) throws(ImportRefusal) -> SecretBytes {
    var secret: SecretBytes
    do { secret = try SecretBytes(capacity: max(range.count, 1)) } catch {
      throw ImportRefusal("there is no memory for it", hint: "free some, and run it again")
    }
    var index = range.lowerBound
    while index < range.upperBound { secret.append(try byte(text, &index, range.upperBound)) }
    return secret
  }

  private static func decode(_ text: Span<UInt8>, _ range: Range<Int>, _ body: (UInt8) -> Void) throws(ImportRefusal) {
    var index = range.lowerBound
    while index < range.upperBound { body(try byte(text, &index, range.upperBound)) }
  }

  private static func byte(_ text: Span<UInt8>, _ index: inout Int, _ end: Int) throws(ImportRefusal) -> UInt8 {
    let byte = text[index]
    index += 1
    guard byte == UInt8(ascii: "%") else { return byte }
    guard index + 1 < end, let high = ForeignSecret.digit(text[index]), let low = ForeignSecret.digit(text[index + 1])
    else { throw ImportRefusal("there is a % without two hexadecimal digits", hint: "a % itself is written %25") }
    index += 2
    return high << 4 | low
  }
}
