import Testing

@testable import SecurityKeys

/// CBOR of CTAP2, and nothing besides.
@Suite struct CBORReaderTests {
  private func read(_ bytes: [UInt8]) -> CBORItem? {
    var reader = CBORReader(ByteReader(bytes))
    let item = reader.item()
    return reader.bytes.isAtEnd ? item : nil
  }

  @Test("Values of all kinds")
  func values() {
    #expect(read([0x17]) == .number(23) && read([0x18, 24]) == .number(24) && read([0x39, 1, 0]) == .number(-257))
    #expect(read([0x42, 1, 2]) == .bytes([1, 2]) && read([0x61, 0x61]) == .text([0x61]))
    #expect(read([0x82, 1, 0xF5]) == .list([.number(1), .boolean(true)]))
    #expect(read([0xA1, 1, 0xF4]) == .map([(.number(1), .boolean(false))]))
  }

  @Test(
    "Longer spellings, lengths without end, twice the same key, floats, tags and what is cut off are refused",
    arguments: [
      [0x18, 23], [0x19, 0, 24], [0x1A, 0, 0, 0, 1], [0x5F, 0xFF], [0x9F, 0xFF], [0xBF, 0xFF], [0xA2, 1, 1, 1, 2],
      [0xF9, 0, 0], [0xF6], [0xC0, 1], [0x1B, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x5B, 255, 255, 255, 255, 255, 255, 255, 255],
      [0x9B, 0, 0, 0, 1, 0, 0, 0, 0], [0x43, 1, 2], [], [0x1C], [0x81, 0x81, 0x81, 0x81, 1],
    ] as [[UInt8]])
  func others(bytes: [UInt8]) {
    #expect(read(bytes) == nil)
  }
}
