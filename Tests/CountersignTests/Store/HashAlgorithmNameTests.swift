import Countersign
import OATH
import Testing

@Suite("Names of hash algorithms in records")
struct HashAlgorithmNameTests {
  @Test("Reads its own name", arguments: HashAlgorithm.allCases)
  func roundTrip(algorithm: HashAlgorithm) {
    #expect(HashAlgorithm(name: Array(ascii: algorithm.name)) == algorithm)
  }

  @Test("Reads no other spelling", arguments: ["", "SHA1", "sha-1", "sha1 ", "sha", "sha11", "sha384", "md5", "sha1\0"])
  func otherSpellings(name: String) {
    #expect(HashAlgorithm(name: Bytes.of(name)) == nil)
  }
}
