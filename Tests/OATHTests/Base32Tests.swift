import OATH
import Testing

@Suite struct Base32Tests {
  /// Bytes that differ from place to place and from length to length.
  private func sample(_ length: Int) -> [UInt8] {
    (0..<length).map { UInt8(truncatingIfNeeded: $0 * 167 + length * 59 + 13) }
  }

  private func encode(_ bytes: [UInt8], padded: Bool = false) -> String {
    var sink = ByteBuffer()
    #expect(Base32.encode(bytes.span, to: &sink, padded: padded))
    return sink.text
  }

  private func decodeStrictly(_ text: String) throws(Base32Error) -> [UInt8] {
    var sink = ByteBuffer()
    try Base32.decodeStrictly(Array(text.utf8).span, to: &sink)
    return sink.bytes
  }

  private func decodeTyped(_ text: String) throws(Base32Error) -> [UInt8] {
    var sink = ByteBuffer()
    try Base32.decodeTyped(Array(text.utf8).span, to: &sink)
    return sink.bytes
  }

  @Test("Strict reading gives back what was written", arguments: 0...64)
  func strictRoundTrip(length: Int) throws {
    let bytes = sample(length)
    #expect(try decodeStrictly(encode(bytes, padded: true)) == bytes)
  }

  @Test("Tolerant reading gives back what was written", arguments: 1...64)
  func typedRoundTrip(length: Int) throws {
    let bytes = sample(length)
    #expect(try decodeTyped(encode(bytes)) == bytes)
    #expect(try decodeTyped(encode(bytes, padded: true)) == bytes)
    #expect(try decodeTyped(encode(bytes).lowercased()) == bytes)
  }

  @Test("Lengths are told in advance", arguments: 0...64)
  func lengths(length: Int) {
    let plain = encode(sample(length)).utf8.count
    let padded = encode(sample(length), padded: true).utf8.count
    #expect(Base32.encodedLength(ofByteCount: length) == plain)
    #expect(Base32.encodedLength(ofByteCount: length, padded: true) == padded)
    #expect(Base32.maximumByteCount(ofTextLength: plain) == length)
    #expect(Base32.maximumByteCount(ofTextLength: padded) >= length)
  }

  @Test("Lengths out of reach do not trap")
  func extremeLengths() {
    #expect(Base32.encodedLength(ofByteCount: .max) == .max)
    #expect(Base32.encodedLength(ofByteCount: .max, padded: true) == .max)
    #expect(Base32.encodedLength(ofByteCount: .min) == 0)
    #expect(Base32.maximumByteCount(ofTextLength: .max) == Int.max / 8 * 5 + 4)
    #expect(Base32.maximumByteCount(ofTextLength: -1) == 0)
  }

  @Test("Every byte that is no symbol is refused with its place", arguments: UInt8.min...UInt8.max)
  func everyByte(byte: UInt8) {
    let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567=".utf8)
    guard !alphabet.contains(byte) else { return }
    var text = Array("MZXW6YTB".utf8)
    text[4] = byte
    var sink = ByteBuffer()
    #expect(throws: Base32Error.badCharacter(position: 5)) { try Base32.decodeStrictly(text.span, to: &sink) }
    guard !"abcdefghijklmnopqrstuvwxyz -\t".utf8.contains(byte) else { return }
    #expect(throws: Base32Error.badCharacter(position: 5)) { try Base32.decodeTyped(text.span, to: &sink) }
  }

  @Test("People may type it their way", arguments: [
    "MZXW6YTB", "mzxw6ytb", "MzXw6yTb", "MZXW 6YTB", "mzxw-6ytb", "  MZXW\t6YTB  ", "M-Z-X-W-6-Y-T-B-",
  ])
  func typedSpellings(text: String) throws {
    #expect(try decodeTyped(text) == Array("fooba".utf8))
  }

  @Test("People may leave out the padding or part of it", arguments: [
    "MZXQ", "MZXQ=", "MZXQ==", "MZXQ====", "mzxq ====", "MZXQ = = = =",
  ])
  func typedPadding(text: String) throws {
    #expect(try decodeTyped(text) == Array("fo".utf8))
  }

  @Test("Says when the bytes do not fit")
  func fullSinks() {
    let text = Array("MZXW6YTB".utf8)
    var sink = ByteBuffer(capacity: 4)
    #expect(throws: Base32Error.noRoom) { try Base32.decodeStrictly(text.span, to: &sink) }
    sink = ByteBuffer(capacity: 4)
    #expect(throws: Base32Error.noRoom) { try Base32.decodeTyped(text.span, to: &sink) }
    for capacity in 0..<8 {
      sink = ByteBuffer(capacity: capacity)
      #expect(!Base32.encode(Array("foob".utf8).span, to: &sink, padded: true))
      #expect(sink.bytes.count == capacity)
    }
  }
}
