/// One spelling for foreign bytes in file names, records and log lines.
///
/// Letters, digits, `_` and `-` stand for themselves, and so does `.` behind the first place, which keeps `.`, `..`
/// and hidden names out of the store. Every other byte becomes `%` and two capital hexadecimal digits.
public enum PercentEncoding {
  public static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    encoded.reserveCapacity(bytes.count)
    for byte in bytes {
      if isPlain(byte) || (byte == UInt8(ascii: ".") && !encoded.isEmpty) {
        encoded.append(byte)
      } else {
        encoded.append(UInt8(ascii: "%"))
        encoded.append(Hex.digit(byte >> 4))
        encoded.append(Hex.digit(byte & 15))
      }
    }
    return encoded
  }

  /// - Returns: `nil` unless the text is exactly what ``encode(_:)`` writes.
  public static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(text.count)
    var rest = text
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        decoded.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Hex.value), let low = rest.popFirst().flatMap(Hex.value) else {
        return nil
      }
      decoded.append(high << 4 | low)
    }
    return encode(decoded)[...] == text ? decoded : nil
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
