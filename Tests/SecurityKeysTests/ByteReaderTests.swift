import Testing

@testable import SecurityKeys

@Suite struct ByteReaderTests {
  @Test("What is not there is not taken")
  func short() {
    var reader = ByteReader([1, 2, 3])
    #expect(reader.bytes(4) == nil && reader.bytes(-1) == nil && reader.number(9) == nil)
    #expect(reader.counted(2, atMost: 1_000) == nil)
    #expect(reader.bytes(3) == [1, 2, 3] && reader.isAtEnd && reader.byte() == nil)
  }
}
