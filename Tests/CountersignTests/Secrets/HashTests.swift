import CNettle
import OATH
import Testing

@testable import Countersign

@Suite struct HashTests {
  /// RFC 7914 section 11.
  struct Vector: CustomTestStringConvertible, Sendable {
    let password, salt: String
    let iterations: UInt32
    let digest: String
    var testDescription: String { "\(password), \(iterations) iterations" }
  }

  @Test("PBKDF2 gives the published digests", arguments: [
    Vector(
      password: "passwd", salt: "salt", iterations: 1,
      digest: "55AC046E56E3089FEC1691C22544B605F94185216DDE0465E68B9D57C20DACBC"
        + "49CA9CCCF179B645991664B39D77EF317C71B845B1E30BD509112041D3A19783"),
    Vector(
      password: "Password", salt: "NaCl", iterations: 80_000,
      digest: "4DDCD8F60B98BE21830CEE5EF22701F9641A4418D04C0414AEFF08876B34AB56"
        + "A1D425A1225833549ADB841B51C9B3176A272BDEBBA1D078478F62B397F33C8D"),
  ])
  func publishedDigests(vector: Vector) {
    let password = Bytes.of(vector.password)
    let salt = Bytes.of(vector.salt)
    var digest = [UInt8](repeating: 0, count: 64)
    // SAFETY: each pointer comes with the count of its own array.
    let done = unsafe cs_pbkdf2_sha256(
      password, password.count, vector.iterations, salt, salt.count, &digest, digest.count)
    #expect(done == 1)
    #expect(Bytes.text(Hex.encode(digest)) == vector.digest)
  }

  @Test("Recovery codes are hashed with 1000 iterations")
  func recoveryCodes() {
    let code = Bytes.of("ABCDEFGHIJKLMNOP")
    let hash = PasswordHash.hash(code.span, salt: Array(0..<16))
    // Computed independently.
    #expect(Bytes.text(Hex.encode(hash)) == "37E81C6C01B9D41A8BDB43B24497AB0D30E7B325272A9D0C1827ADEF2AFA909E")
    #expect(PasswordHash.hash(code.span, salt: Array(1..<17)) != hash)
    #expect(PasswordHash.hash(Bytes.of("ABCDEFGHIJKLMNOQ").span, salt: Array(0..<16)) != hash)
  }

  @Test("The checksum is SHA-256 over both pieces in a row", arguments: [("", "abc"), ("a", "bc"), ("abc", "")])
  func checksum(first: String, second: String) {
    let digest = Checksum.of(Bytes.of(first), Bytes.of(second)[...])
    // FIPS 180-4's example.
    #expect(Bytes.text(Hex.encode(digest)) == "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")
  }

  @Test("An HMAC goes only where it fits", arguments: HashAlgorithm.allCases)
  func digestLengths(algorithm: HashAlgorithm) {
    let message = Bytes.of("message")
    for length in 0...70 {
      var digest = [UInt8](repeating: 0, count: length)
      var room = digest.mutableSpan
      let done = HMAC.authenticate(message.span, key: message.span, algorithm: algorithm, into: &room)
      #expect(done == (length == algorithm.digestLength))
      #expect(digest.contains { $0 != 0 } == done)
    }
  }

  @Test("Comparing looks at every byte and at the length")
  func comparing() {
    let bytes = Array(UInt8(0)..<40)
    for length in 0...40 {
      let copy = Array(bytes.prefix(length))
      let isEqual = ConstantTime.equal(bytes.span, copy.span)
      #expect(isEqual == (length == 40))
    }
    for bit in 0..<320 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      let isEqual = ConstantTime.equal(bytes.span, changed.span)
      #expect(!isEqual)
    }
    let empty: [UInt8] = []
    let isEqual = ConstantTime.equal(empty.span, empty.span)
    #expect(isEqual)
  }
}
