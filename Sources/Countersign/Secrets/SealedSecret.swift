/// A secret as it stands in a record: ChaCha20-Poly1305 (RFC 8439) under the host key, tied to its place.
public struct SealedSecret: Equatable, Sendable {
  /// Which key sealed it, see ``SealKey/identifier``.
  public let keyIdentifier: [UInt8]
  /// 12 bytes, random.
  let nonce: [UInt8]
  /// Cipher text and then the 16 bytes of the tag.
  let cipherText: [UInt8]

  static let nonceLength = 12
  static let tagLength = 16
  /// The longest secret in bytes that makes codes; longer HMAC keys add nothing (RFC 2104 section 3).
  public static let longestSecret = 128
  /// The longest that is sealed, in bytes: the credential of a security key with an RSA key.
  static let longest = 1_284

  /// As written in a record: `KEY:NONCE:CIPHERTEXT`, hexadecimal.
  var text: [UInt8] {
    keyIdentifier + [UInt8(ascii: ":")] + Hex.encode(nonce) + [UInt8(ascii: ":")] + Hex.encode(cipherText)
  }

  init(keyIdentifier: [UInt8], nonce: [UInt8], cipherText: [UInt8]) {
    self.keyIdentifier = keyIdentifier
    self.nonce = nonce
    self.cipherText = cipherText
  }

  /// - Returns: `nil` for anything but what ``text`` gives.
  init?(text: ArraySlice<UInt8>) {
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 8, Hex.decode(parts[0]) != nil,
      let nonce = Hex.decode(parts[1]), nonce.count == SealedSecret.nonceLength,
      let cipherText = Hex.decode(parts[2]),
      (SealedSecret.tagLength + 1...SealedSecret.tagLength + SealedSecret.longest).contains(cipherText.count)
    else { return nil }
    self.init(keyIdentifier: Array(parts[0]), nonce: nonce, cipherText: cipherText)
  }
}
