import CNettle

/// PBKDF2 with HMAC-SHA-256 (RFC 8018), for recovery codes.
///
/// A code carries 80 random bits, so the work factor only has to satisfy NIST SP 800-63B 3.1.2.2 ("salted and hashed"),
/// not to stretch a guessable password.
enum PasswordHash {
  static let iterations: UInt32 = 1_000
  static let saltLength = 16
  static let length = 32

  /// The hash of `code` under `salt`.
  static func hash(_ code: Span<UInt8>, salt: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: length)
    // SAFETY: each pointer comes with the count of its own buffer.
    unsafe code.withUnsafeBufferPointer { code in
      _ = unsafe cs_pbkdf2_sha256(
        code.baseAddress, code.count, iterations, salt, salt.count, &digest, digest.count)
    }
    return digest
  }
}
