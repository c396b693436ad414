import CNettle
import OATH

/// The digest of a PIN, as an OCRA suite with a PIN puts it into each answer (RFC 6287 5.1).
public enum PINDigest {
  /// Hashes a PIN.
  ///
  /// - Returns: 20, 32 or 64 bytes, as secret as the PIN: it has few digits, and no salt is laid down.
  public static func of(_ pin: Span<UInt8>, _ algorithm: HashAlgorithm) throws(SystemFailure) -> SecretBytes {
    var digest = try SecretBytes(capacity: algorithm.digestLength)
    digest.resize(to: algorithm.digestLength)
    var room = digest.mutableBytes
    // SAFETY: each pointer comes with the count of its own span, and the room is as long as the digest.
    _ = unsafe pin.withUnsafeBufferPointer { pin in
      unsafe room.withUnsafeMutableBufferPointer { digest in
        switch algorithm {
        case .sha1: unsafe cs_digest_sha1(pin.baseAddress, pin.count, digest.baseAddress, digest.count)
        case .sha256: unsafe cs_digest_sha256(pin.baseAddress, pin.count, digest.baseAddress, digest.count)
        case .sha512: unsafe cs_digest_sha512(pin.baseAddress, pin.count, digest.baseAddress, digest.count)
        }
      }
    }
    return digest
  }
}
