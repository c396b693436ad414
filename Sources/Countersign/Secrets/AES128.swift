import CAES

/// The block cipher AES with a key of 128 bits, FIPS 197.
public enum AES128 {
  /// Decrypts one block.
  ///
  /// - Parameters:
  ///   - block: 16 bytes.
  ///   - key: 16 bytes.
  ///   - plain: 16 bytes.
  /// - Returns: whether the lengths were right; nothing is written otherwise.
  @discardableResult
  public static func decrypt(_ block: Span<UInt8>, key: Span<UInt8>, into plain: inout MutableSpan<UInt8>) -> Bool {
    // SAFETY: each pointer comes with the count of its own span.
    let done = unsafe key.withUnsafeBufferPointer { key in
      unsafe block.withUnsafeBufferPointer { block in
        unsafe plain.withUnsafeMutableBufferPointer { plain in
          unsafe cs_aes128_decrypt(
            key.baseAddress, key.count, block.baseAddress, block.count, plain.baseAddress, plain.count)
        }
      }
    }
    return done == 1
  }
}
