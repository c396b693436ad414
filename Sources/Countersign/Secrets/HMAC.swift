import CNettle
import OATH

/// Keyed hashing, RFC 2104, done by nettle.
public enum HMAC {
  /// Writes the digest of `message` under `key`.
  ///
  /// - Parameter digest: exactly as long as the hash: 20, 32 or 64 bytes.
  /// - Returns: whether the length was right; nothing is written otherwise.
  @discardableResult
  public static func authenticate(
    _ message: Span<UInt8>, key: Span<UInt8>, algorithm: HashAlgorithm, into digest: inout MutableSpan<UInt8>
  ) -> Bool {
    switch algorithm {
    case .sha1: cs_hmac_sha1(key, message, &digest) == 1
    case .sha256: cs_hmac_sha256(key, message, &digest) == 1
    case .sha512: cs_hmac_sha512(key, message, &digest) == 1
    }
  }
}
