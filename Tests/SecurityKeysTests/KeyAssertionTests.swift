import CSignature
import Testing

@testable import SecurityKeys

/// What a key signed is what was asked for, or counts for nothing. Each row of the incidents of others that begins in
/// an assertion has a test of its name.
@Suite struct KeyAssertionTests {
  private static let touched: AuthenticatorData.Flags = .touched
  private static let both: AuthenticatorData.Flags = [.touched, .verified]

  private func check(
    _ key: PublicKey, _ data: [UInt8], _ signature: [UInt8], demands: AuthenticatorData.Flags = both,
    party: [UInt8] = Samples.party, over clientData: [UInt8] = Samples.clientData
  ) throws(AssertionFlaw) -> AuthenticatorData {
    try KeyAssertion(data: data, signature: signature).check(key, for: party, demands: demands, over: clientData)
  }

  private func es256() throws -> PublicKey { try #require(PublicKey(.es256, Samples.es256Key)) }

  @Test("Signatures of all three algorithms, made by others, are right")
  func algorithms() throws {
    let samples: [(SignatureScheme, [UInt8], [UInt8])] = [
      (.es256, Samples.es256Key, Samples.es256Signature), (.eddsa, Samples.eddsaKey, Samples.eddsaSignature),
      (.rs256, Samples.rs256Key, Samples.rs256Signature),
    ]
    for (scheme, bytes, signature) in samples {
      let key = try #require(PublicKey(scheme, bytes))
      let read = try check(key, Samples.data(flags: 5), signature)
      #expect(read.counter == 7 && read.flags == KeyAssertionTests.both)
    }
  }

  @Test("Each changed bit of data, challenge, key and signature is noticed")
  func changedBits() throws {
    let samples: [(SignatureScheme, [UInt8], [UInt8])] = [
      (.es256, Samples.es256Key, Samples.es256Signature), (.eddsa, Samples.eddsaKey, Samples.eddsaSignature),
      (.rs256, Samples.rs256Key, Samples.rs256Signature),
    ]
    for (scheme, key, signature) in samples {
      let message = Samples.data(flags: 5) + Samples.clientData
      func accepts(_ key: [UInt8], _ message: [UInt8], _ signature: [UInt8]) -> Bool {
        PublicKey(scheme, key)?.accepts(signature, over: message) ?? false
      }
      #expect(accepts(key, message, signature))
      for index in stride(from: 0, to: message.count, by: 7) {
        #expect(!accepts(key, message.flipping(index), signature))
      }
      for index in stride(from: 0, to: key.count, by: 13) { #expect(!accepts(key.flipping(index), message, signature)) }
      for index in stride(from: 0, to: signature.count, by: 5) {
        #expect(!accepts(key, message, signature.flipping(index)))
      }
    }
  }

  @Test("A replayed answer to another challenge is refused")
  func replayed() throws {
    let other = Digest.sha256(Array("another challenge".utf8))
    #expect(throws: AssertionFlaw.wrongSignature) {
      try check(es256(), Samples.data(flags: 5), Samples.es256Signature, over: other)
    }
  }

  @Test("Another relying party's answer is refused")
  func otherParty() throws {
    #expect(throws: AssertionFlaw.otherRelyingParty) {
      try check(es256(), Samples.data(flags: 5), Samples.es256Signature, party: Array("pam://elsewhere".utf8))
    }
  }

  @Test("A touch that was asked for has to be in the signed data")
  func untouched() throws {
    let data = Samples.data(flags: 0)
    #expect(throws: AssertionFlaw.notTouched) { try check(es256(), data, Samples.untouched) }
    #expect(try check(es256(), data, Samples.untouched, demands: []).flags == [])
    #expect(throws: AssertionFlaw.wrongSignature) {
      try check(es256(), Samples.data(flags: 1), Samples.untouched, demands: KeyAssertionTests.touched)
    }
  }

  @Test("CVE-2021-31924: a PIN that was asked for has to be in the signed data")
  func unverified() throws {
    let data = Samples.data(flags: 1)
    #expect(throws: AssertionFlaw.notVerified) { try check(es256(), data, Samples.unverified) }
    #expect(try check(es256(), data, Samples.unverified, demands: KeyAssertionTests.touched).counter == 7)
  }

  @Test("Data that are cut off, too long, or of a new credential are none")
  func malformed() throws {
    let data = Samples.data(flags: 5)
    for wrong in [[], Array(data.dropLast()), data + [0], Samples.data(flags: 0x45), Samples.data(flags: 0x85)] {
      #expect(throws: AssertionFlaw.malformed) { try check(es256(), wrong, Samples.es256Signature) }
    }
    #expect(throws: AssertionFlaw.malformed) { try check(es256(), data, Samples.es256Signature, over: [1]) }
  }

  @Test("Keys and signatures of other lengths, and points that are on no curve, are refused")
  func lengths() {
    for scheme in [SignatureScheme.es256, .eddsa, .rs256] {
      #expect(PublicKey(scheme, []) == nil && PublicKey(scheme, [UInt8](repeating: 1, count: 33)) == nil)
      let key = [UInt8](repeating: 0, count: PublicKey.length(scheme))
      #expect(!scheme.accepts([], of: key, over: []) && !scheme.accepts(key, of: key, over: [1]))
    }
    #expect(!SignatureScheme.es256.accepts([UInt8](repeating: 1, count: 64), of: Samples.eddsaKey, over: []))
  }
}

extension [UInt8] {
  func flipping(_ index: Int) -> [UInt8] {
    var copy = self
    copy[index] ^= 0x10
    return copy
  }
}
