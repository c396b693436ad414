import CTestHost
import Foundation
import OATH
import Testing

@testable import Countersign

@Suite struct SealingTests {
  let place = Bytes.of("place")

  private func seal(_ secret: [UInt8]) throws -> SealedSecret {
    let key = try TestKey.make()
    return try key.seal(secret.span, for: place)
  }

  private func unseal(_ sealed: SealedSecret, for place: [UInt8], key digits: String = "0123456789ABCDEF") throws
    -> [UInt8]
  {
    let key = try TestKey.make(digits)
    let secret = try key.unseal(sealed, for: place)
    return Bytes.copy(secret.bytes)
  }

  @Test("A secret of every length comes back", arguments: [1, 2, 10, 16, 20, 32, 63, 64, 65, 127, 128, 1_284])
  func roundTrip(length: Int) throws {
    let secret = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 1) }
    let sealed = try seal(secret)
    #expect(sealed.cipherText.count == length + SealedSecret.tagLength)
    #expect(try unseal(sealed, for: place) == secret)
    #expect(length < 8 || !Bytes.text(sealed.text).contains(Bytes.text(Hex.encode(secret))))
  }

  @Test("Nothing, and more than a secret may be, is not sealed", arguments: [0, 1_285, 5_000])
  func badLengths(length: Int) {
    #expect(throws: SealFailure.badLength) { try seal([UInt8](repeating: 1, count: length)) }
  }

  @Test("Nothing, and more than a secret may be, is not opened", arguments: [0, 1, 15, 16, 1_301, 5_000])
  func badSealedLengths(length: Int) throws {
    let good = try seal([1])
    let bad = SealedSecret(
      keyIdentifier: good.keyIdentifier, nonce: good.nonce, cipherText: [UInt8](repeating: 0, count: length))
    #expect(throws: SealFailure.badLength) { try unseal(bad, for: place) }
  }

  @Test("A nonce of another length does not open", arguments: [0, 11, 13])
  func badNonce(length: Int) throws {
    let good = try seal([1])
    let bad = SealedSecret(
      keyIdentifier: good.keyIdentifier, nonce: [UInt8](repeating: 0, count: length), cipherText: good.cipherText)
    #expect(throws: SealFailure.notAuthentic) { try unseal(bad, for: place) }
  }

  @Test("Sealing the same twice gives different texts")
  func nonces() throws {
    let texts = try (0..<50).map { _ in try seal([1, 2, 3]).text }
    #expect(Set(texts).count == 50)
  }

  @Test("Another key is said to be another key")
  func otherKey() throws {
    let sealed = try seal([1, 2, 3])
    #expect(throws: SealFailure.otherKey) { try unseal(sealed, for: place, key: "FEDCBA9876543210") }
    let renamed = SealedSecret(
      keyIdentifier: try TestKey.make("FEDCBA9876543210").identifier, nonce: sealed.nonce, cipherText: sealed.cipherText
    )
    #expect(throws: SealFailure.notAuthentic) { try unseal(renamed, for: place, key: "FEDCBA9876543210") }
  }

  @Test("Each bit that is flipped is found")
  func flippedBits() throws {
    let sealed = try seal(Bytes.of("12345678901234567890"))
    for bit in 0..<(sealed.nonce.count * 8) {
      var nonce = sealed.nonce
      nonce[bit / 8] ^= 1 << UInt8(bit % 8)
      let changed = SealedSecret(keyIdentifier: sealed.keyIdentifier, nonce: nonce, cipherText: sealed.cipherText)
      #expect(throws: SealFailure.notAuthentic) { try unseal(changed, for: place) }
    }
    for bit in 0..<(sealed.cipherText.count * 8) {
      var cipher = sealed.cipherText
      cipher[bit / 8] ^= 1 << UInt8(bit % 8)
      let changed = SealedSecret(keyIdentifier: sealed.keyIdentifier, nonce: sealed.nonce, cipherText: cipher)
      #expect(throws: SealFailure.notAuthentic) { try unseal(changed, for: place) }
    }
  }

  @Test("Opens for no other place", arguments: ["", "plac", "place ", "Place", "place\0"])
  func otherPlaces(other: String) throws {
    let sealed = try seal([1, 2, 3])
    #expect(throws: SealFailure.notAuthentic) { try unseal(sealed, for: Bytes.of(other)) }
  }

  @Test("Without randomness nothing is sealed")
  func noRandomness() throws {
    cs_host_fail(cs_host_getrandom, 1, ENOSYS)
    defer { cs_host_fail(cs_host_getrandom, 0, 0) }
    #expect(throws: SealFailure.system(SystemFailure(.random, Errno(rawValue: ENOSYS)))) { try seal([1]) }
  }

  @Test("What was opened is wiped, and so is a text that turned out false")
  func wiped() throws {
    let sealed = try seal([UInt8](repeating: 7, count: 100))
    let key = try TestKey.make()
    _ = cs_host_take_wiped()
    #expect(try key.unseal(sealed, for: place).count == 100)
    #expect(cs_host_take_wiped() >= 100)
    #expect(throws: SealFailure.notAuthentic) { _ = try key.unseal(sealed, for: []) }
    #expect(cs_host_take_wiped() >= 200)
  }
}
