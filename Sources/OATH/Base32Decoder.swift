/// What the strict and the tolerant reading have in common: capital symbols, then padding, one character at a time.
struct Base32Decoder {
  private var pending: UInt32 = 0
  private var pendingBits: UInt32 = 0
  private var symbolCount = 0
  private var paddingCount = 0

  /// Whether any character has been read, be it padding.
  var hasRead: Bool { symbolCount > 0 || paddingCount > 0 }

  /// Reads the next character and writes the byte that it completes.
  ///
  /// - Parameter position: of the character, for the error.
  mutating func read(
    _ character: UInt8, position: Int, to sink: inout some ByteSink & ~Copyable
  ) throws(Base32Error) {
    if character == UInt8(ascii: "=") {
      paddingCount += 1
      return
    }
    guard let value = Self.value(character) else { throw .badCharacter(position: position) }
    guard paddingCount == 0 else { throw .misplacedPadding }
    symbolCount += 1
    pending = (pending << 5 | value) & 0xFFF
    pendingBits += 5
    guard pendingBits >= 8 else { return }
    pendingBits -= 8
    guard sink.append(UInt8(truncatingIfNeeded: pending >> pendingBits)) else { throw .noRoom }
  }

  /// Checks the end of the text.
  ///
  /// - Returns: how much padding was there and how much makes the last group complete.
  func finish() throws(Base32Error) -> (found: Int, complete: Int) {
    switch symbolCount % 8 {
    case 1, 3, 6: throw .impossibleLength
    default: break
    }
    guard pending & (1 << pendingBits - 1) == 0 else { throw .trailingBits }
    return (paddingCount, Base32.paddingLength(ofSymbolCount: symbolCount))
  }

  private static func value(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(character - UInt8(ascii: "2") + 26)
    default: nil
    }
  }
}
