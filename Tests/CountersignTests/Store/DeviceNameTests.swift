import Testing

@testable import Countersign

@Suite struct DeviceNameTests {
  @Test("Takes what people call their devices", arguments: [
    "Phone", "a", "blue token", "Jürgens Handy", "手机", "📱", "a=b", "..", "%41", "\u{E9}", "\u{A0}x",
    String(repeating: "x", count: 64), String(repeating: "é", count: 32),
  ])
  func names(text: String) throws {
    let name = try #require(DeviceName(Bytes.of(text)))
    #expect(name.bytes == Bytes.of(text))
  }

  @Test("Takes nothing that a terminal or a log could stumble over", arguments: [
    "", " ", " a", "a ", "a\nb", "a\tb", "\u{1B}[31m", "a\u{7F}", "\0", "a\u{80}", "\u{9B}31m", "a\u{9F}",
    String(repeating: "x", count: 65), String(repeating: "é", count: 33),
  ])
  func otherNames(text: String) {
    #expect(DeviceName(Bytes.of(text)) == nil)
  }

  @Test("Takes nothing but UTF-8", arguments: [
    [0xFF], [0xC3], [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x61, 0xE2, 0x82],
  ] as [[UInt8]])
  func otherBytes(bytes: [UInt8]) {
    #expect(DeviceName(bytes) == nil)
  }

  @Test("Names that Swift's strings call equal are different names")
  func unicodeEquivalence() {
    #expect(DeviceName(Bytes.of("caf\u{E9}")) != DeviceName(Bytes.of("cafe\u{301}")))
  }
}
