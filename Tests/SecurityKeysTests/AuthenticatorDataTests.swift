import CSignature
import Testing

@testable import SecurityKeys

/// New credentials, as authenticators tell of them.
@Suite struct AuthenticatorDataTests {
  private let model = [UInt8](repeating: 0xC0, count: 16)
  private let identifier: [UInt8] = Array(1...48)

  /// `{1: 2, 3: -7, -1: 1, -2: X, -3: Y}`
  private var es256: [UInt8] {
    [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32] + Samples.es256Key.prefix(32) + [0x22, 0x58, 32]
      + Samples.es256Key.suffix(32)
  }

  private func data(flags: UInt8 = 0x41, identifier: [UInt8]? = nil, key: [UInt8]? = nil, _ rest: [UInt8] = []) -> [UInt8] {
    let identifier = identifier ?? self.identifier
    return Samples.data(flags: flags) + model + [UInt8(identifier.count >> 8), UInt8(identifier.count & 255)] + identifier
      + (key ?? es256) + rest
  }

  @Test("Model, identifier and key of a credential")
  func credential() throws {
    let read = try #require(AuthenticatorData(data()))
    let made = try #require(read.credential)
    #expect(made.model == model && made.identifier == identifier)
    #expect(made.key == PublicKey(.es256, Samples.es256Key) && read.flags.contains(.touched))
  }

  @Test("Keys of Ed25519 and RSA")
  func otherKeys() throws {
    // {1: 1, 3: -8, -1: 6, -2: point} and {1: 3, 3: -257, -1: modulus, -2: exponent}
    let eddsa: [UInt8] = [0xA4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32] + Samples.eddsaKey
    let rs256: [UInt8] =
      [0xA4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59, 1, 0] + Samples.rs256Key.prefix(256) + [0x21, 0x43]
      + Samples.rs256Key.suffix(3)
    #expect(AuthenticatorData(data(key: eddsa))?.credential?.key == PublicKey(.eddsa, Samples.eddsaKey))
    #expect(AuthenticatorData(data(key: rs256))?.credential?.key == PublicKey(.rs256, Samples.rs256Key))
  }

  @Test("Extensions may follow where the flags say so, and nothing else")
  func extensions() {
    // {"credProtect": 2}
    let extensions: [UInt8] = [0xA1, 0x6B] + Array("credProtect".utf8) + [2]
    #expect(AuthenticatorData(data(flags: 0xC1, extensions))?.credential != nil)
    #expect(AuthenticatorData(data(extensions)) == nil && AuthenticatorData(data(flags: 0xC1)) == nil)
    #expect(AuthenticatorData(data(flags: 0xC1, extensions + [0])) == nil)
    #expect(AuthenticatorData(Samples.data(flags: 0x81) + extensions)?.credential == nil)
  }

  @Test("Cut off anywhere, it is none")
  func cutOff() {
    let whole = data()
    for count in 0..<whole.count where count != 37 { #expect(AuthenticatorData(Array(whole.prefix(count))) == nil) }
  }

  @Test("Keys that are none of ours, or lack something, are refused")
  func foreignKeys() {
    var other = es256
    other[4] = 0x25
    #expect(AuthenticatorData(data(key: other)) == nil)
    other = es256
    other[6] = 2
    #expect(AuthenticatorData(data(key: other)) == nil)
    #expect(AuthenticatorData(data(key: [0xA0])) == nil && AuthenticatorData(data(key: [0x01])) == nil)
    #expect(AuthenticatorData(data(identifier: [])) == nil)
    #expect(AuthenticatorData(data(identifier: [UInt8](repeating: 1, count: 1_024))) == nil)
  }
}
