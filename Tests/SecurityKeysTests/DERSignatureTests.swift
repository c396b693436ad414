import Testing

@testable import SecurityKeys

/// One spelling of a signature, as DER has it.
@Suite struct DERSignatureTests {
  private func spelling(_ r: [UInt8], _ s: [UInt8]) -> [UInt8] {
    let body = [2, UInt8(r.count)] + r + [2, UInt8(s.count)] + s
    return [0x30, UInt8(body.count)] + body
  }

  @Test("Numbers become 32 bytes each")
  func numbers() {
    let padded = [UInt8](repeating: 0, count: 31)
    #expect(DERSignature.pair(spelling([5], [0, 0x80])) == padded + [5] + padded + [0x80])
  }

  @Test(
    "Another spelling of the same numbers is refused",
    arguments: [
      [0x30, 6, 2, 2, 0, 5, 2, 1, 6], [0x30, 0x81, 6, 2, 1, 5, 2, 1, 6], [0x30, 6, 2, 1, 5, 2, 1, 0x86],
      [0x30, 6, 2, 1, 5, 2, 1, 6, 0], [0x30, 7, 2, 1, 5, 2, 1, 6], [0x31, 6, 2, 1, 5, 2, 1, 6], [0x30, 3, 2, 1, 5],
      [0x30, 6, 3, 1, 5, 2, 1, 6], [0x30, 5, 2, 0, 2, 1, 6], [0x30, 6, 2, 1, 0, 2, 1, 6], [], [0x30], [0x30, 0],
    ] as [[UInt8]])
  func other(bytes: [UInt8]) {
    #expect(DERSignature.pair(bytes) == nil)
  }

  @Test("A number of more than 256 bits is refused")
  func tooLong() {
    #expect(DERSignature.pair(spelling([1] + [UInt8](repeating: 0, count: 32), [1])) == nil)
    #expect(DERSignature.pair(spelling([0x7F] + [UInt8](repeating: 0, count: 31), [1])) != nil)
  }
}
