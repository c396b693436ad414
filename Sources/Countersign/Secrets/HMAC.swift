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
    // SAFETY: each pointer comes with the count of its own span.
    let done = unsafe key.withUnsafeBufferPointer { key in
      unsafe message.withUnsafeBufferPointer { message in
        unsafe digest.withUnsafeMutableBufferPointer { digest in
          switch algorithm {
          case .sha1:
            unsafe cs_hmac_sha1(
              key.baseAddress, key.count, message.baseAddress, message.count, digest.baseAddress, digest.count)
          case .sha256:
            unsafe cs_hmac_sha256(
              key.baseAddress, key.count, message.baseAddress, message.count, digest.baseAddress, digest.count)
          case .sha512:
            unsafe cs_hmac_sha512(
              key.baseAddress, key.count, message.baseAddress, message.count, digest.baseAddress, digest.count)
          }
        }
      }
    }
    return done == 1
  }
}
