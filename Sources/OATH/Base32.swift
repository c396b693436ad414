/// Base32 with the alphabet of RFC 4648 section 6: how secrets are shown to people and handed to authenticator apps.
public enum Base32 {
  /// Writes bytes in capital letters and digits.
  ///
  /// - Parameter padded: whether `=` fills up the last group of eight; authenticator apps want none.
  /// - Returns: whether everything fitted.
  @discardableResult
  public static func encode(
    _ bytes: Span<UInt8>, to sink: inout some ByteSink & ~Copyable, padded: Bool = false
  ) -> Bool {
    var pending: UInt32 = 0
    var pendingBits: UInt32 = 0
    for index in bytes.indices {
      pending = (pending & 0x1F) << 8 | UInt32(bytes[index])
      pendingBits += 8
      while pendingBits >= 5 {
        pendingBits -= 5
        guard sink.append(symbol(pending >> pendingBits)) else { return false }
      }
    }
    if pendingBits > 0 {
      guard sink.append(symbol(pending << (5 - pendingBits))) else { return false }
    }
    guard padded else { return true }
    for _ in 0..<paddingLength(ofSymbolCount: encodedLength(ofByteCount: bytes.count)) {
      guard sink.append(UInt8(ascii: "=")) else { return false }
    }
    return true
  }

  /// The length of what ``encode(_:to:padded:)`` writes, in characters; `Int.max` when it is not countable.
  public static func encodedLength(ofByteCount byteCount: Int, padded: Bool = false) -> Int {
    guard byteCount > 0 else { return 0 }
    let (wholeGroups, overflow) = (byteCount / 5).multipliedReportingOverflow(by: 8)
    let rest = padded && byteCount % 5 > 0 ? 8 : (byteCount % 5 * 8 + 4) / 5
    let (length, overflowOfSum) = wholeGroups.addingReportingOverflow(rest)
    return overflow || overflowOfSum ? Int.max : length
  }

  /// The number of bytes that a text of so many characters gives at most: room enough for either decoder.
  public static func maximumByteCount(ofTextLength length: Int) -> Int {
    guard length > 0 else { return 0 }
    return length / 8 * 5 + length % 8 * 5 / 8
  }

  /// Reads the one spelling that ``encode(_:to:padded:)`` writes with padding; the empty text gives no bytes.
  ///
  /// - Throws: at the first thing that is wrong; bytes before it are in the sink already and are the caller's to wipe.
  public static func decodeStrictly(
    _ text: Span<UInt8>, to sink: inout some ByteSink & ~Copyable
  ) throws(Base32Error) {
    var decoder = Base32Decoder()
    for index in text.indices {
      try decoder.read(text[index], position: index + 1, to: &sink)
    }
    let padding = try decoder.finish()
    guard padding.found == padding.complete else { throw .misplacedPadding }
  }

  /// Reads what people type or paste: also small letters, blanks, tabs, hyphens, and padding that is left out or cut.
  ///
  /// - Throws: at the first thing that is wrong; bytes before it are in the sink already and are the caller's to wipe.
  public static func decodeTyped(
    _ text: Span<UInt8>, to sink: inout some ByteSink & ~Copyable
  ) throws(Base32Error) {
    var decoder = Base32Decoder()
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "-"):
        continue
      case let small where (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(small):
        try decoder.read(small & ~0x20, position: index + 1, to: &sink)
      case let other:
        try decoder.read(other, position: index + 1, to: &sink)
      }
    }
    guard decoder.hasRead else { throw .empty }
    let padding = try decoder.finish()
    guard padding.found <= padding.complete else { throw .misplacedPadding }
  }

  /// How many `=` fill up the last group of eight.
  static func paddingLength(ofSymbolCount count: Int) -> Int {
    (8 - count % 8) % 8
  }

  /// - Parameter value: its low five bits are written.
  private static func symbol(_ value: UInt32) -> UInt8 {
    let low = UInt8(truncatingIfNeeded: value & 0x1F)
    return low < 26 ? UInt8(ascii: "A") + low : UInt8(ascii: "2") + (low - 26)
  }
}
