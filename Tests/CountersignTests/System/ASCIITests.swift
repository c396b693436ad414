import Countersign
import Testing

@Suite("Texts of the source as bytes")
struct ASCIITests {
  @Test("A text is its bytes, however short")
  func bytes() {
    #expect([UInt8](ascii: "") == [])
    #expect([UInt8](ascii: ".") == [0x2E])
    #expect([UInt8](ascii: " uid=") == [0x20, 0x75, 0x69, 0x64, 0x3D])
  }

  @Test(
    "Bytes equal only the very text",
    arguments: [("totp", true), ("", false), ("tot", false), ("totp ", false), ("hotp", false), ("TOTP", false)])
  func equal(text: String, expected: Bool) {
    #expect(Bytes.of(text).equals("totp") == expected)
    // A slice counts from where it was cut.
    #expect(Bytes.of("xy" + text).dropFirst(2).equals("totp") == expected)
  }

  @Test(
    "Bytes begin with a text",
    arguments: [("gdm", true), ("gdm-password", true), ("gd", false), ("", false), ("xgdm", false)])
  func beginning(text: String, expected: Bool) {
    #expect(Bytes.of(text).starts(with: "gdm") == expected)
    #expect(Bytes.of("xy" + text).dropFirst(2).starts(with: "gdm") == expected)
    #expect(Bytes.of(text).starts(with: ""))
  }
}
