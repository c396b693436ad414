import Countersign
import OATH
import Testing
import VectorFiles

@Suite struct HMACTests {
  @Test("HMAC vectors", arguments: try VectorFile.all(
    in: "hmac", required: ["algorithm", "key", "message", "expect"], optional: ["keep"]))
  func vector(_ vector: VectorFile) throws {
    let algorithm = try #require(HashAlgorithm(name: Array(vector.text("algorithm").utf8)))
    let key = try vector.bytes("key")
    let message = try vector.bytes("message")
    var digest = [UInt8](repeating: 0, count: algorithm.digestLength)
    var target = digest.mutableSpan
    #expect(HMAC.authenticate(message.span, key: key.span, algorithm: algorithm, into: &target))
    let kept = vector.has("keep") ? try vector.number("keep") : algorithm.digestLength
    #expect(try Array(digest.prefix(kept)) == vector.bytes("expect"))
  }

  @Test("A digest of another length is refused and left alone", arguments: HashAlgorithm.allCases)
  func wrongLength(algorithm: HashAlgorithm) {
    for length in [0, 1, algorithm.digestLength - 1, algorithm.digestLength + 1, 2 * algorithm.digestLength] {
      var digest = [UInt8](repeating: 0xEE, count: length)
      var target = digest.mutableSpan
      let key: [UInt8] = [1, 2, 3]
      #expect(!HMAC.authenticate(key.span, key: key.span, algorithm: algorithm, into: &target))
      #expect(digest == [UInt8](repeating: 0xEE, count: length))
    }
  }

  @Test("An empty key and an empty message are hashed like any other")
  func emptyKeyAndMessage() {
    let nothing: [UInt8] = []
    var digest = [UInt8](repeating: 0, count: 20)
    var target = digest.mutableSpan
    #expect(HMAC.authenticate(nothing.span, key: nothing.span, algorithm: .sha1, into: &target))
    #expect(digest.prefix(4) == [0xFB, 0xDB, 0x1D, 0x1B])
  }
}
