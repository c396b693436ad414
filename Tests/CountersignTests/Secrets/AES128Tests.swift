import CTestHost
import Countersign
import Testing
import VectorFiles

@Suite struct AES128Tests {
  private func decrypt(_ block: [UInt8], key: [UInt8], room: Int = 16) -> [UInt8]? {
    var plain = [UInt8](repeating: 0xEE, count: room)
    var target = plain.mutableSpan
    let done = AES128.decrypt(block.span, key: key.span, into: &target)
    return done ? plain : nil
  }

  @Test("Published vectors", arguments: try VectorFile.all(in: "aes", required: ["key", "cipher", "expect"]))
  func vector(_ vector: VectorFile) throws {
    #expect(try decrypt(vector.bytes("cipher"), key: vector.bytes("key")) == vector.bytes("expect"))
  }

  @Test("Decrypts what nettle encrypts")
  func nettle() {
    var generator = SystemRandomNumberGenerator()
    for round in 0..<20_000 {
      // Among them the blocks and keys with a single bit.
      let key = (0..<16).map { round < 128 ? (round / 8 == $0 ? UInt8(0x80) >> (round % 8) : 0) : generator.next() }
      let plain = (0..<16).map { index in
        (128..<256).contains(round) ? (round / 8 - 16 == index ? UInt8(0x80) >> (round % 8) : 0) : generator.next()
      } as [UInt8]
      var cipher = [UInt8](repeating: 0, count: 16)
      // SAFETY: all three have 16 bytes.
      unsafe cs_host_aes128_encrypt(key, plain, &cipher)
      let result = decrypt(cipher, key: key)
      guard result == plain else {
        Issue.record("key \(key), plain \(plain)")
        return
      }
    }
  }

  @Test("Other lengths are refused", arguments: [(0, 16, 16), (15, 16, 16), (17, 16, 16), (16, 0, 16), (16, 24, 16),
    (16, 32, 16), (16, 16, 0), (16, 16, 15), (16, 16, 17)])
  func lengths(block: Int, key: Int, room: Int) {
    #expect(decrypt([UInt8](repeating: 0, count: block), key: [UInt8](repeating: 0, count: key), room: room) == nil)
  }
}
