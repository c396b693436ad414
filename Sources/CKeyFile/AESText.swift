import CNettleCiphers
import Countersign

/// AES as key files use it: CBC of XML Encryption (section 5.2.1) and the key wrap of RFC 3394. Done by nettle.
public enum AESText {
  /// The block of AES, and the initialisation vector, in bytes.
  public static let blockLength = 16

  /// Opens a text of XML Encryption: the vector, then whole blocks whose last byte says how many are padding.
  ///
  /// - Parameter key: 16, 24 or 32 bytes.
  /// - Returns: `nil` when a length is wrong or the padding says that the key is another one.
  public static func openCBC(_ text: Span<UInt8>, key: Span<UInt8>) throws(SystemFailure) -> SecretBytes? {
    let length = text.count - blockLength
    guard length >= blockLength, length % blockLength == 0 else { return nil }
    let vector = text.extracting(first: blockLength)
    let cipher = text.extracting(droppingFirst: blockLength)
    var plain = try SecretBytes(capacity: length)
    plain.resize(to: length)
    guard decrypt(cipher, key: key, vector: vector, into: &plain) else { return nil }
    let padding = Int(plain.bytes[length - 1])
    guard (1...blockLength).contains(padding) else { return nil }
    plain.resize(to: length - padding)
    return plain
  }

  private static func decrypt(
    _ cipher: Span<UInt8>, key: Span<UInt8>, vector: Span<UInt8>, into plain: inout SecretBytes
  ) -> Bool {
    var room = plain.mutableBytes
    // SAFETY: each pointer comes with the count of its own span.
    let done = unsafe key.withUnsafeBufferPointer { key in
      unsafe vector.withUnsafeBufferPointer { vector in
        unsafe cipher.withUnsafeBufferPointer { cipher in
          unsafe room.withUnsafeMutableBufferPointer { room in
            unsafe cs_aes_cbc_decrypt(
              key.baseAddress, key.count, vector.baseAddress, vector.count, cipher.baseAddress, cipher.count,
              room.baseAddress, room.count)
          }
        }
      }
    }
    return done == 1
  }

  /// Seals a text as ``openCBC(_:key:)`` opens it.
  ///
  /// - Parameters:
  ///   - key: 16, 24 or 32 bytes.
  ///   - vector: 16 random bytes.
  /// - Returns: the vector and the blocks; `nil` when a length is wrong.
  public static func sealCBC(
    _ plain: Span<UInt8>, key: Span<UInt8>, vector: [UInt8]
  ) throws(SystemFailure) -> [UInt8]? {
    let padding = blockLength - plain.count % blockLength
    var text = try SecretBytes(capacity: plain.count + padding)
    text.append(plain)
    for _ in 0..<padding { text.append(UInt8(truncatingIfNeeded: padding)) }
    var room = text.mutableBytes
    // SAFETY: each pointer comes with the count of its own span.
    let done = unsafe key.withUnsafeBufferPointer { key in
      unsafe room.withUnsafeMutableBufferPointer { room in
        unsafe cs_aes_cbc_encrypt(key.baseAddress, key.count, vector, vector.count, room.baseAddress, room.count)
      }
    }
    guard done == 1 else { return nil }
    var sealed = vector
    for index in text.bytes.indices { sealed.append(text.bytes[index]) }
    return sealed
  }

  /// Unwraps a key (RFC 3394 section 2.2.2), which has its own check of integrity.
  ///
  /// - Parameter key: 16, 24 or 32 bytes.
  /// - Returns: `nil` when a length is wrong or it was wrapped under another key.
  public static func unwrap(_ wrapped: Span<UInt8>, key: Span<UInt8>) throws(SystemFailure) -> SecretBytes? {
    guard wrapped.count >= 24 else { return nil }
    var plain = try SecretBytes(capacity: wrapped.count - 8)
    plain.resize(to: wrapped.count - 8)
    var room = plain.mutableBytes
    // SAFETY: each pointer comes with the count of its own span.
    let fits = unsafe key.withUnsafeBufferPointer { key in
      unsafe wrapped.withUnsafeBufferPointer { wrapped in
        unsafe room.withUnsafeMutableBufferPointer { room in
          unsafe cs_aes_unwrap(
            key.baseAddress, key.count, wrapped.baseAddress, wrapped.count, room.baseAddress, room.count)
        }
      }
    }
    guard fits == 1 else { return nil }
    return plain
  }
}
