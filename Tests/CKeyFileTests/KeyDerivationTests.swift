import Countersign
import OATH
import Testing
import VectorFiles

@testable import CKeyFile

@Suite struct KeyDerivationTests {
  @Test("PBKDF2 vectors", arguments: try VectorFile.all(
    in: "pbkdf2", required: ["algorithm", "passphrase", "salt", "iterations", "length", "expect"]))
  func vector(_ vector: VectorFile) throws {
    let derivation = try KeyDerivation(
      algorithm: #require(HashAlgorithm.allCases.first { try "\($0)" == vector.text("algorithm") }),
      salt: vector.bytes("salt"), iterations: vector.number("iterations"), keyLength: vector.number("length"))
    let passphrase = try vector.bytes("passphrase")
    let key = Array(opened: try derivation.key(from: passphrase.span))
    #expect(try key == vector.bytes("expect"))
  }

  @Test("Without iterations or length there is no key")
  func nothing() throws {
    let salt: [UInt8] = [1]
    for (iterations, length) in [(UInt32(0), 16), (1, 0), (1, -1)] {
      let derivation = KeyDerivation(algorithm: .sha1, salt: salt, iterations: iterations, keyLength: length)
      #expect(Array(opened: try derivation.key(from: salt.span)) == nil)
    }
  }
}
