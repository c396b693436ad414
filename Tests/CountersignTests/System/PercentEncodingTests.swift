import Testing

@testable import Countersign

@Suite struct PercentEncodingTests {
  @Test("Reading gives back what was written, for every byte in every place")
  func roundTrip() {
    for byte in UInt8.min...UInt8.max {
      for bytes in [[byte], [byte, 0x61], [0x61, byte], [0x61, byte, 0x62], [byte, byte]] {
        let text = PercentEncoding.encode(bytes)
        if PercentEncoding.decode(text[...]) != bytes || text.contains(where: { !(0x21...0x7E).contains($0) }) {
          Issue.record("\(bytes)")
        }
      }
    }
    #expect(PercentEncoding.encode([]) == [])
    #expect(PercentEncoding.decode([]) == [])
  }

  @Test("Reads one spelling only", arguments: [
    "%", "%4", "%%", "%G0", "%0g", "%c3", "a%2e", "%41", "a%2Eb", "%5F", ".", "..", ".a", "/", " ", "a b", "é", "+",
    "%2F%", "%2F%2", "\n", "a%30", "% 41", "%+1",
  ])
  func otherSpellings(text: String) {
    #expect(PercentEncoding.decode(Bytes.of(text)[...]) == nil)
  }

  @Test("Every single byte is read only if it is written so")
  func singleBytes() {
    for byte in UInt8.min...UInt8.max {
      let decoded = PercentEncoding.decode([byte])
      if decoded != nil, PercentEncoding.encode([byte]) != [byte] { Issue.record("\(byte)") }
    }
  }
}
