import OATH
import Testing

@Suite struct HashAlgorithmTests {
  @Test("Names for authenticator apps are in capitals")
  func uriNames() {
    #expect(HashAlgorithm.allCases.map(\.uriName) == ["SHA1", "SHA256", "SHA512"])
  }
}
