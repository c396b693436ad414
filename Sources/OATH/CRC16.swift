/// The CRC-16 of ISO/IEC 13239, least significant bit first, as a Yubico OTP has it.
public enum CRC16 {
  /// What ``value(of:)`` gives for data with their own check value behind them.
  public static let residue: UInt16 = 0xF0B8

  /// The register after all bytes, not inverted.
  public static func value(of bytes: Span<UInt8>) -> UInt16 {
    var register: UInt16 = 0xFFFF
    for index in bytes.indices {
      register ^= UInt16(bytes[index])
      for _ in 0..<8 {
        // No branch: the bytes may be secret.
        register = register >> 1 ^ 0x8408 & (0 &- (register & 1))
      }
    }
    return register
  }
}
