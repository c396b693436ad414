import Countersign
import OATH

/// Base64 with the alphabet of RFC 4648 section 4, as XML files and lists have it.
public enum Base64Text {
  /// Reads a text with its padding; white space between the characters is left out.
  ///
  /// - Returns: `nil` for anything else, the empty text too.
  public static func decode(_ text: Span<UInt8>) throws(SystemFailure) -> SecretBytes? {
    var bytes = try SecretBytes(capacity: text.count / 4 * 3 + 3)
    var pending: UInt32 = 0
    var (symbols, padding) = (0, 0)
    for index in text.indices where !isSpace(text[index]) {
      if text[index] == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = value(text[index]) else { return nil }
      pending = pending << 6 | value
      symbols += 1
      if symbols % 4 == 0 { append(pending, count: 3, to: &bytes) }
    }
    guard symbols > 0, finish(pending, symbols % 4, padding, &bytes) else { return nil }
    return bytes
  }

  /// - Parameter rest: the symbols of the last, unfinished group.
  private static func finish(_ pending: UInt32, _ rest: Int, _ padding: Int, _ bytes: inout SecretBytes) -> Bool {
    switch (rest, padding) {
    case (0, 0): return true
    case (2, 2):
      append(pending << 12, count: 1, to: &bytes)
      return pending & 0xF == 0
    case (3, 1):
      append(pending << 6, count: 2, to: &bytes)
      return pending & 0x3 == 0
    default: return false
    }
  }

  private static func append(_ group: UInt32, count: Int, to bytes: inout SecretBytes) {
    for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: group >> (16 - 8 * UInt32(place)))) }
  }

  /// Writes bytes with padding.
  ///
  /// - Returns: whether everything fitted; it takes ``encodedLength(ofByteCount:)``.
  @discardableResult
  public static func encode(_ bytes: Span<UInt8>, to sink: inout some ByteSink & ~Copyable) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = min(3, bytes.count - start)
      var group: UInt32 = 0
      for place in 0..<3 { group = group << 8 | (place < count ? UInt32(bytes[start + place]) : 0) }
      for place in 0..<4 {
        let symbol = place <= count ? self.symbol(group >> (18 - 6 * UInt32(place))) : UInt8(ascii: "=")
        guard sink.append(symbol) else { return false }
      }
      start += 3
    }
    return true
  }

  /// How many characters ``encode(_:to:)`` writes.
  ///
  /// - Parameter count: at most 16 MiB.
  public static func encodedLength(ofByteCount count: Int) -> Int { (count + 2) / 3 * 4 }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private static func value(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  /// - Parameter value: its low six bits are written.
  private static func symbol(_ value: UInt32) -> UInt8 {
    let low = UInt8(truncatingIfNeeded: value & 0x3F)
    return switch low {
    case 0..<26: UInt8(ascii: "A") + low
    case 26..<52: UInt8(ascii: "a") + (low - 26)
    case 52..<62: UInt8(ascii: "0") + (low - 52)
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
  }
}
