import Testing

@testable import Countersign

@Suite struct TextPlaceholderTests {
  @Test("Every letter but those that stand for something is a flaw, where its percent sign stands")
  func letters() {
    let known = Set(TextPlaceholder.allCases.map(\.rawValue) + [UInt8(ascii: "%")])
    #expect(known == Set("uhsd%".utf8))
    for letter in UInt8.min...UInt8.max {
      let text = Bytes.of("100%% ") + [UInt8(ascii: "%"), letter]
      #expect(TextPlaceholder.flaw(in: text[...]) == (known.contains(letter) ? nil : 6))
    }
  }

  @Test("The place is that in the whole text", arguments: [
    ("", nil), ("%", 0), ("%%", nil), ("%%%", 2), ("%u%", 2), ("a%u%h%s%d%%b", nil), ("%1$s", 0), ("% u", 0), ("%U", 0),
  ] as [(String, Int?)])
  func places(text: String, place: Int?) {
    #expect(TextPlaceholder.flaw(in: Bytes.of(text)[...]) == place)
    let within = Bytes.of("%x" + text)
    #expect(TextPlaceholder.flaw(in: within.dropFirst(2)) == place.map { $0 + 2 })
  }
}
