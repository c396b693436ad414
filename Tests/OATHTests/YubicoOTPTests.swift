import OATH
import Testing
import VectorFiles

/// What is pure of Yubico OTPs: whose code a text is, and what a decrypted block says.
@Suite struct YubicoOTPTests {
  private static let block = "tteffujehknhfjbrjnlnldnhcujvddbi"

  private func form(_ text: String, _ identity: String) throws -> YubicoOTP.Form {
    let bytes = Array(text.utf8)
    let identity = try #require(PublicIdentity(modHex: Array(identity.utf8)))
    return YubicoOTP.form(of: bytes.span, identity: identity)
  }

  @Test("The public identity tells whose code it is")
  func identity() throws {
    let code = "cccccccccccb" + Self.block
    #expect(try form(code, "cccccccccccb") == .own(.usual))
    #expect(try form(code.uppercased(), "cccccccccccb") == .own(.usual))
    #expect(try form(code, "cccccccccccd") == .foreign)
    #expect(try form(code, "cccccccccc") == .foreign)
    #expect(try form(code, "") == .foreign)
    #expect(try form(Self.block, "") == .own(.usual))
    #expect(try form(Self.block, "cb") == .foreign)
    let longest = String(repeating: "v", count: 32)
    #expect(try form(longest + Self.block, longest) == .own(.usual))
  }

  @Test("Lengths that no key types are no codes", arguments: [0, 1, 6, 8, 31, 66, 100])
  func lengths(length: Int) throws {
    #expect(try form(String(repeating: "c", count: length), "cccccccccccb") == .other)
  }

  @Test("Letters of an unknown layout are told apart from other answers")
  func unreadable() throws {
    // Bépo.
    let typed = "xkipe,cdtsr'oèv.xxxxkkkkiiiippppeeee,,,,cccc"
    #expect(typed.count == 44)
    #expect(try form(typed, "cccccccccccb") == .unreadable)
    #expect(try form("cccccccccccb" + Self.block.dropLast(), "cccccccccccb") == .unreadable)
    #expect(try form(String(repeating: "1", count: 44), "cccccccccccb") == .other)
    #expect(try form("ABCD-EFGH-IJKL-MNOP", "cccccccccccb") == .other)
  }

  @Test("A block needs all its letters")
  func block() {
    let short = Array("cccc".utf8)
    let bad = Array((Self.block.dropLast() + "a").utf8)
    let good = Array(Self.block.utf8)
    var sink = ByteBuffer()
    #expect(!YubicoOTP.readBlock(of: short.span, .usual, to: &sink))
    #expect(!YubicoOTP.readBlock(of: bad.span, .usual, to: &sink))
    var full = ByteBuffer(capacity: 15)
    #expect(!YubicoOTP.readBlock(of: good.span, .usual, to: &full))
    #expect(YubicoBlock(short.span) == nil)
  }

  @Test("A public identity has at most 16 bytes")
  func longestIdentity() {
    #expect(PublicIdentity([UInt8](repeating: 7, count: 16)) != nil)
    #expect(PublicIdentity([UInt8](repeating: 7, count: 17)) == nil)
    #expect(PublicIdentity(modHex: Array("ccc".utf8)) == nil)
    #expect(PublicIdentity.none.bytes.isEmpty && PublicIdentity.none.codeLength == 32)
  }

  @Test("Decrypted blocks", arguments: try VectorFile.all(in: "yubico-otp", required: [
    "key", "private-id", "text", "public-id", "plain", "residue", "usage-counter", "caps-lock", "timestamp",
    "session-use", "expect",
  ]))
  func plain(_ vector: VectorFile) throws {
    let bytes = try vector.bytes("plain")
    let residue = CRC16.value(of: bytes.span)
    #expect(residue == UInt16(try vector.text("residue"), radix: 16))
    let parsed = YubicoBlock(bytes.span)
    let block = try #require(parsed)
    #expect(try block.usageCounter == vector.number("usage-counter"))
    #expect(try block.hasCapsLock == (vector.text("caps-lock") == "1"))
    #expect(try block.timestamp == vector.number("timestamp"))
    #expect(try block.sessionUse == vector.number("session-use"))
    #expect(try block.isIntact == (vector.text("expect") != "malformed"))
    if block.isIntact { #expect(try block.movingFactor == vector.number("expect")) }
    let text = try Array(vector.text("text").utf8)
    let identity = try vector.text("public-id")
    #expect(YubicoOTP.identity(of: text.span)?.modHex == (identity == "none" ? [] : Array(identity.utf8)))
  }
}
