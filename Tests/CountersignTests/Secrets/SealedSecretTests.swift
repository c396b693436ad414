import Testing

@testable import Countersign

@Suite struct SealedSecretTests {
  static let nonce = String(repeating: "AB", count: 12)
  static let shortest = String(repeating: "CD", count: 17)
  static let longest = String(repeating: "CD", count: 1_300)

  @Test("Reading gives back what was written", arguments: [shortest, longest])
  func roundTrip(cipher: String) throws {
    let text = Bytes.of("0123ABCD:\(SealedSecretTests.nonce):\(cipher)")
    let sealed = try #require(SealedSecret(text: text[...]))
    #expect(sealed.text == text)
  }

  @Test("Reads one spelling only", arguments: [
    "", ":", "::", "0123ABCD:\(nonce)", "0123ABCD:\(nonce):", "0123ABCD::\(shortest)", ":\(nonce):\(shortest)",
    "0123ABCD:\(nonce):\(shortest):", ":0123ABCD:\(nonce):\(shortest)", "0123ABCD:\(nonce):\(shortest):00",
    "0123ABC:\(nonce):\(shortest)", "0123ABCD0:\(nonce):\(shortest)", "0123abcd:\(nonce):\(shortest)",
    "0123ABCG:\(nonce):\(shortest)", "0123ABCD:\(nonce.dropLast(2)):\(shortest)", "0123ABCD:\(nonce)00:\(shortest)",
    "0123ABCD:\(nonce.dropLast()):\(shortest)", "0123ABCD:\(nonce.lowercased()):\(shortest)",
    "0123ABCD:\(nonce):\(shortest.dropLast(2))", "0123ABCD:\(nonce):\(longest)00", "0123ABCD:\(nonce):\(longest)0",
    "0123ABCD:\(nonce):\(shortest.lowercased())", "0123ABCD:\(nonce):\(shortest) ", "0123ABCD \(nonce) \(shortest)",
  ])
  func otherSpellings(text: String) {
    #expect(SealedSecret(text: Bytes.of(text)[...]) == nil)
  }
}
