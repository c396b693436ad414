import OATH
import Testing

/// The digits of Yubico OTPs, and what keyboard layouts make of them.
@Suite struct ModHexTests {
  @Test("The examples of yubico-c", arguments: [
    ("dteffuje", [0x2D, 0x34, 0x4E, 0x83]), ("ifhgieif", Array("test".utf8)), ("", []),
    ("cbdefghijklnrtuv", [0x01, 0x23, 0x45, 0x67, 0x89, 0xAB, 0xCD, 0xEF]),
  ] as [(String, [UInt8])])
  func examples(text: String, bytes: [UInt8]) {
    #expect(ModHex.decode(Array(text.utf8)) == bytes)
    #expect(ModHex.decode(Array(text.uppercased().utf8)) == bytes)
    #expect(ModHex.encode(bytes) == Array(text.utf8))
  }

  @Test("Every byte comes back")
  func everyByte() {
    let bytes = [UInt8](0...255)
    #expect(ModHex.decode(ModHex.encode(bytes)) == bytes)
  }

  @Test("Anything else is refused", arguments: ["c", "ccc", "ca", "0c", "c ", "cç", "c\u{0}", "é"])
  func refused(text: String) {
    #expect(ModHex.decode(Array(text.utf8)) == nil)
  }

  @Test("Only the sixteen letters are digits")
  func letters() {
    let digits = (UInt8(0)...255).filter { ModHex.decode([$0, UInt8(ascii: "c")]) != nil }
    #expect(digits == Array("BCDEFGHIJKLNRTUVbcdefghijklnrtuv".utf8))
  }

  /// The letter rows of a layout, from the key right of Tab to the last letter key.
  private struct Layout {
    let rows: String

    /// What this layout makes of a key's typing.
    func typed(_ text: String) -> String {
      String(text.compactMap { character in
        zip(Layout.qwerty, rows).first { $0.0 == character }?.1
      })
    }

    static let qwerty = "qwertyuiopasdfghjkl;zxcvbnm,."
  }

  private static let code = "cbdefghijklnrtuvccccccccbbbbbbbbddddeeee"

  @Test("QWERTZ and AZERTY leave the letters where they are", arguments: [
    "qwertzuiopasdfghjklöyxcvbnm,.", "azertyuiopqsdfghjklmwxcvbn,;:",
  ])
  func unchanged(rows: String) {
    #expect(Layout(rows: rows).typed(Self.code) == Self.code)
  }

  @Test("Dvorak and Colemak are read, in capitals too", arguments: [
    "',.pyfgcrlaoeuidhtns;qjkxbmwv", "qwfpgjluy;arstdhneiozxcvbkm,.",
  ])
  func mapped(rows: String) throws {
    let typed = Layout(rows: rows).typed(Self.code)
    #expect(typed != Self.code && typed.count == Self.code.count)
    let identity = try #require(PublicIdentity(modHex: Array("cbdefghi".utf8)))
    for text in [typed, typed.uppercased()] {
      let bytes = Array(text.utf8)
      guard case .own(let layout) = YubicoOTP.form(of: bytes.span, identity: identity) else {
        Issue.record("\(text) is not read")
        continue
      }
      var block = ByteBuffer()
      #expect(YubicoOTP.readBlock(of: bytes.span, layout, to: &block))
      #expect(block.bytes == ModHex.decode(Array(Self.code.utf8.suffix(32))))
      #expect(YubicoOTP.identity(of: bytes.span) == identity)
    }
  }
}
