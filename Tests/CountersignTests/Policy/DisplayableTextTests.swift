import Testing

@testable import Countersign

@Suite struct DisplayableTextTests {
  @Test("UTF-8 is what the standard library says it is")
  func oracle() {
    var generator = SystemRandomNumberGenerator()
    // Bytes at the edges of their kinds, so that many sequences are almost right.
    let bytes: [UInt8] = [
      0x41, 0x7E, 0xA0, 0xBF, 0x80, 0x8F, 0x90, 0x9F, 0xC0, 0xC1, 0xC2, 0xC3, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1,
      0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<60_000 {
      let text = (0..<Int.random(in: 1...5, using: &generator)).map { _ in bytes.randomElement(using: &generator) ?? 0 }
      let decoded = String(validating: text, as: UTF8.self)
      let isHarmless = decoded?.unicodeScalars.allSatisfy { scalar in
        !(0x80...0x9F).contains(scalar.value) && !(0x2028...0x202E).contains(scalar.value)
          && !(0x2066...0x2069).contains(scalar.value)
      }
      #expect(DisplayableText.isDisplayable(text[...]) == (isHarmless ?? false), "\(text)")
    }
  }

  @Test("Every harmless scalar is displayable, and no other")
  func scalars() {
    for value in UInt32(0)...0x3000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = Array(String(scalar).utf8)
      let isHarmful = value < 0x20 || (0x7F...0x9F).contains(value) || (0x2028...0x202E).contains(value)
        || (0x2066...0x2069).contains(value)
      #expect(DisplayableText.isDisplayable(text[...]) == !isHarmful, "\(value)")
    }
  }
}
