import OATH
import Testing

@Suite struct HashAlgorithmTests {
  @Test("Reads its own name", arguments: HashAlgorithm.allCases)
  func roundTrip(algorithm: HashAlgorithm) {
    #expect(HashAlgorithm(name: Array(algorithm.name.utf8)) == algorithm)
  }

  @Test("Reads no other spelling", arguments: ["", "SHA1", "sha-1", "sha1 ", "sha", "sha11", "sha384", "md5", "sha1\0"])
  func otherSpellings(name: String) {
    #expect(HashAlgorithm(name: Array(name.utf8)) == nil)
  }

  @Test("Names for authenticator apps are in capitals")
  func uriNames() {
    #expect(HashAlgorithm.allCases.map(\.uriName) == ["SHA1", "SHA256", "SHA512"])
  }
}
