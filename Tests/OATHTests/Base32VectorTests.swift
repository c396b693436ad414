import OATH
import Testing
import VectorFiles

@Suite struct Base32VectorTests {
  @Test("Base32 vectors", arguments: try VectorFile.all(
    in: "base32", required: ["reader", "text", "expect"], optional: ["room"]))
  func vector(_ vector: VectorFile) throws {
    let text = try vector.bytes("text")
    var sink = ByteBuffer(capacity: vector.has("room") ? try vector.number("room") : .max)
    let strict = try isStrict(vector)
    if let error = try expectedError(of: vector) {
      #expect(throws: error) { try decode(text, strictly: strict, to: &sink) }
      return
    }
    let expected = try vector.bytes("expect")
    try decode(text, strictly: strict, to: &sink)
    #expect(sink.bytes == expected)
    guard strict else { return }
    var written = ByteBuffer()
    #expect(Base32.encode(expected.span, to: &written, padded: true))
    #expect(written.bytes == text)
  }

  private func decode(_ text: [UInt8], strictly: Bool, to sink: inout ByteBuffer) throws(Base32Error) {
    if strictly {
      try Base32.decodeStrictly(text.span, to: &sink)
    } else {
      try Base32.decodeTyped(text.span, to: &sink)
    }
  }

  private func isStrict(_ vector: VectorFile) throws -> Bool {
    switch try vector.text("reader") {
    case "strict": true
    case "typed": false
    default: throw VectorError.malformedValue(field: "reader")
    }
  }

  /// - Returns: `nil` when bytes are expected.
  private func expectedError(of vector: VectorFile) throws -> Base32Error? {
    let expected = try vector.text("expect")
    let place = "bad character at "
    switch expected {
    case "impossible length": return .impossibleLength
    case "trailing bits": return .trailingBits
    case "misplaced padding": return .misplacedPadding
    case "no room": return .noRoom
    case "empty": return .empty
    case _ where expected.hasPrefix(place):
      guard let position = Int(expected.dropFirst(place.count)) else {
        throw VectorError.malformedValue(field: "expect")
      }
      return .badCharacter(position: position)
    default: return nil
    }
  }
}
