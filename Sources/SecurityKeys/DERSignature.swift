/// An ECDSA signature as authenticators give it: `SEQUENCE { INTEGER r, INTEGER s }`, DER (RFC 3279 section 2.2.3).
enum DERSignature {
  private static let (sequence, integer): (UInt8, UInt8) = (0x30, 0x02)

  /// r and s, 32 bytes each.
  ///
  /// - Returns: `nil` for any other spelling than the one that DER allows, and for numbers of more than 256 bits.
  static func pair(_ signature: [UInt8]) -> [UInt8]? {
    var outer = ByteReader(signature)
    // Two numbers of at most 33 bytes need no longer form of length.
    guard outer.byte() == sequence, let length = outer.byte(), length < 0x80, Int(length) == outer.rest.count,
      let r = number(&outer), let s = number(&outer), outer.isAtEnd
    else { return nil }
    return r + s
  }

  private static func number(_ reader: inout ByteReader) -> [UInt8]? {
    guard reader.byte() == integer, let bytes = reader.counted(1, atMost: 33) else { return nil }
    return BigEndian.unsigned(bytes)
  }
}
