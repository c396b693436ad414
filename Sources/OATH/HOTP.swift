/// The HMAC-based one-time password of RFC 4226, save for the HMAC itself, which the caller brings.
public enum HOTP {
  /// What the HMAC is taken of: the moving factor as eight bytes, most significant first (RFC 4226 section 5.1).
  public static func message(_ movingFactor: UInt64) -> [8 of UInt8] {
    [8 of UInt8] { index in UInt8(truncatingIfNeeded: movingFactor >> UInt64(56 - 8 * index)) }
  }

  /// Dynamic truncation (RFC 4226 section 5.3).
  ///
  /// The low half of the last byte tells where four bytes are taken from, whatever the length of the digest; RFC 6238
  /// relies on this for SHA-256 and SHA-512. The top bit is dropped, so a value is below 2^31 even for ten digits.
  ///
  /// - Parameter digest: of the HMAC: 20, 32 or 64 bytes.
  /// - Returns: the number that is the code, or `nil` for a digest of less than 20 bytes.
  public static func value(ofDigest digest: Span<UInt8>, digits: DigitCount) -> UInt32? {
    guard digest.count >= 20 else { return nil }
    let offset = Int(digest[digest.count - 1] & 0x0F)
    var word: UInt32 = 0
    for index in offset..<offset + 4 {
      word = word << 8 | UInt32(digest[index])
    }
    return UInt32(truncatingIfNeeded: UInt64(word & 0x7FFF_FFFF) % digits.modulus)
  }

  /// Writes a code in decimal digits, with zeros on the left.
  ///
  /// - Parameter value: as ``value(ofDigest:digits:)`` gives it; of a larger number the lowest digits are written.
  /// - Returns: whether all digits fitted.
  @discardableResult
  public static func write(_ value: UInt32, digits: DigitCount, to sink: inout some ByteSink & ~Copyable) -> Bool {
    var power = digits.modulus / 10
    while power > 0 {
      let digit = UInt8(truncatingIfNeeded: UInt64(value) / power % 10)
      guard sink.append(UInt8(ascii: "0") + digit) else { return false }
      power /= 10
    }
    return true
  }
}
