import OATH
import Testing

@Suite struct HOTPTests {
  @Test("The moving factor is written big-endian", arguments: [
    (0, [0, 0, 0, 0, 0, 0, 0, 0]),
    (1, [0, 0, 0, 0, 0, 0, 0, 1]),
    (0x0102_0304_0506_0708, [1, 2, 3, 4, 5, 6, 7, 8]),
    (.max, [255, 255, 255, 255, 255, 255, 255, 255]),
  ] as [(UInt64, [UInt8])])
  func message(movingFactor: UInt64, expected: [UInt8]) {
    let message = HOTP.message(movingFactor)
    #expect(message.indices.map { message[$0] } == expected)
  }

  /// RFC 4226 section 5.4 walks through this digest.
  @Test("Truncates the digest of the standard's example")
  func example() {
    let digest: [UInt8] = [
      0x1f, 0x86, 0x98, 0x69, 0x0e, 0x02, 0xca, 0x16, 0x61, 0x85,
      0x50, 0xef, 0x7f, 0x19, 0xda, 0x8e, 0x94, 0x5b, 0x55, 0x5a,
    ]
    #expect(HOTP.value(ofDigest: digest.span, digits: .six) == 872_921)
    #expect(HOTP.value(ofDigest: digest.span, digits: .seven) == 7_872_921)
    #expect(HOTP.value(ofDigest: digest.span, digits: .eight) == 57_872_921)
  }

  @Test("The last byte gives the offset in a digest of any length", arguments: [20, 32, 64])
  func offset(length: Int) throws {
    let ten = try #require(DigitCount.forVector(10))
    for offset in 0..<16 {
      var digest = (0..<length).map { UInt8($0) }
      digest[length - 1] = 0xA0 | UInt8(offset)
      let taken = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      #expect(HOTP.value(ofDigest: digest.span, digits: ten) == taken)
    }
  }

  @Test("A digest shorter than SHA-1's has no value", arguments: 0..<20)
  func shortDigest(length: Int) {
    #expect(HOTP.value(ofDigest: [UInt8](repeating: 0xFF, count: length).span, digits: .six) == nil)
  }

  @Test("The largest value has its top bit dropped")
  func largestValue() throws {
    let ten = try #require(DigitCount.forVector(10))
    let digest = [UInt8](repeating: 0xFF, count: 20)
    #expect(HOTP.value(ofDigest: digest.span, digits: ten) == 2_147_483_647)
    #expect(HOTP.value(ofDigest: digest.span, digits: .eight) == 47_483_647)
    #expect(HOTP.value(ofDigest: digest.span, digits: .six) == 483_647)
  }

  @Test("Codes have zeros on the left and no more digits than asked for", arguments: [
    (0, 6, "000000"), (42, 6, "000042"), (999_999, 6, "999999"), (1_000_001, 6, "000001"),
    (7, 1, "7"), (1234, 8, "00001234"), (.max, 10, "4294967295"), (0, 10, "0000000000"),
  ] as [(UInt32, Int, String)])
  func write(value: UInt32, count: Int, expected: String) throws {
    let digits = try #require(DigitCount.forVector(count))
    var sink = ByteBuffer()
    #expect(HOTP.write(value, digits: digits, to: &sink))
    #expect(sink.text == expected)
  }

  @Test("Says when a code does not fit")
  func fullSink() {
    var sink = ByteBuffer(capacity: 5)
    #expect(!HOTP.write(123_456, digits: .six, to: &sink))
    #expect(sink.text == "12345")
  }
}
