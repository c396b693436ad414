import CNettleCiphers
import Countersign
import OATH

/// PBKDF2 (RFC 8018 section 5.2) with HMAC, done by nettle.
public struct KeyDerivation: Equatable, Sendable {
  /// The hash under the HMAC.
  public let algorithm: HashAlgorithm
  public let salt: [UInt8]
  /// At least 1.
  public let iterations: UInt32
  /// Of the derived key, in bytes.
  public let keyLength: Int

  public init(algorithm: HashAlgorithm, salt: [UInt8], iterations: UInt32, keyLength: Int) {
    self.algorithm = algorithm
    self.salt = salt
    self.iterations = iterations
    self.keyLength = keyLength
  }

  /// Derives the key.
  ///
  /// - Returns: `nil` for no iterations or no key length.
  public func key(from passphrase: Span<UInt8>) throws(SystemFailure) -> SecretBytes? {
    guard iterations > 0, keyLength > 0 else { return nil }
    var derived = try SecretBytes(capacity: keyLength)
    derived.resize(to: keyLength)
    var room = derived.mutableBytes
    // SAFETY: each pointer comes with the count of its own buffer.
    let done = unsafe passphrase.withUnsafeBufferPointer { key in
      unsafe room.withUnsafeMutableBufferPointer { room in
        switch algorithm {
        case .sha1:
          unsafe cs_derive_sha1(
            key.baseAddress, key.count, iterations, salt, salt.count, room.baseAddress, room.count)
        case .sha256:
          unsafe cs_derive_sha256(
            key.baseAddress, key.count, iterations, salt, salt.count, room.baseAddress, room.count)
        case .sha512:
          unsafe cs_derive_sha512(
            key.baseAddress, key.count, iterations, salt, salt.count, room.baseAddress, room.count)
        }
      }
    }
    guard done == 1 else { return nil }
    return derived
  }
}
