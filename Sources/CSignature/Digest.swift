import CNettle

/// Digests of what is no secret.
public enum Digest {
  /// FIPS 180-4 SHA-256; 32 bytes.
  public static func sha256(_ message: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    // SAFETY: each pointer comes with the count of its own array.
    _ = unsafe cs_digest_sha256(message, message.count, &digest, digest.count)
    return digest
  }

  /// FIPS 180-4 SHA-512; 64 bytes.
  public static func sha512(_ message: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 64)
    // SAFETY: each pointer comes with the count of its own array.
    _ = unsafe cs_digest_sha512(message, message.count, &digest, digest.count)
    return digest
  }
}
