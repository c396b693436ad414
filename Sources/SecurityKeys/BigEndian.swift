/// Numbers of foreign signatures.
enum BigEndian {
  /// A two's complement number that is positive, in as few bytes as it has, as 32 bytes.
  ///
  /// DER and the `mpint` of RFC 4251 section 5 spell numbers alike.
  ///
  /// - Returns: `nil` for 0, for negative numbers, for another spelling and for more than 256 bits.
  static func unsigned(_ bytes: [UInt8]) -> [UInt8]? {
    var digits = bytes[...]
    guard let first = digits.first, first < 0x80 else { return nil }
    if first == 0 {
      digits = digits.dropFirst()
      guard let next = digits.first, next >= 0x80 else { return nil }
    }
    guard digits.count <= 32 else { return nil }
    return [UInt8](repeating: 0, count: 32 - digits.count) + digits
  }
}
