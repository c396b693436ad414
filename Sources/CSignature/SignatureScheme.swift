import CHogweed

/// How a key signs; which lengths a key and a signature have is checked with each of them.
public enum SignatureScheme: Sendable {
  /// ECDSA over P-256 with SHA-256. Key: X and Y; signature: r and s, 32 bytes each.
  case es256
  /// Ed25519. Key: 32 bytes; signature: 64.
  case eddsa
  /// RSASSA-PKCS1-v1_5 with SHA-256. Key: a modulus of 256 bytes and an exponent of 3; signature: 256.
  case rs256

  /// Whether a signature is that of a key over a message.
  public func accepts(_ signature: [UInt8], of key: [UInt8], over message: [UInt8]) -> Bool {
    // SAFETY: each pointer comes with the count of its own array, and the wrappers check the lengths.
    switch self {
    case .es256:
      unsafe cs_verify_es256(key, key.count, message, message.count, signature, signature.count) == 1
    case .eddsa:
      unsafe cs_verify_eddsa(key, key.count, message, message.count, signature, signature.count) == 1
    case .rs256:
      unsafe cs_verify_rs256(key, key.count, message, message.count, signature, signature.count) == 1
    }
  }
}
