/// What a decrypted block of a Yubico OTP says besides the private identity, which stays where it is.
public struct YubicoBlock: Equatable, Sendable {
  /// How often the key was plugged in and used, 15 bits. It stays at its highest value.
  public let usageCounter: UInt16
  /// Whether Caps Lock was on at the key's first code since it was plugged in.
  public let hasCapsLock: Bool
  /// Counts eighths of a second since then, 24 bits, from an arbitrary beginning.
  public let timestamp: UInt32
  /// Counts the codes since the key was plugged in.
  public let sessionUse: UInt8
  /// Whether the check value at its end fits: with another key it does once in 65,536 times.
  public let isIntact: Bool

  /// - Parameter plain: the decrypted block.
  /// - Returns: `nil` unless it has 16 bytes.
  public init?(_ plain: Span<UInt8>) {
    guard plain.count == YubicoOTP.blockLength else { return nil }
    let counter = UInt16(plain[7]) << 8 | UInt16(plain[6])
    usageCounter = counter & 0x7FFF
    hasCapsLock = counter & 0x8000 != 0
    timestamp = UInt32(plain[10]) << 16 | UInt32(plain[9]) << 8 | UInt32(plain[8])
    sessionUse = plain[11]
    isIntact = CRC16.value(of: plain) == CRC16.residue
  }

  /// Grows with each code of a key: usage counter, then session use.
  public var movingFactor: UInt64 { UInt64(usageCounter) << 8 | UInt64(sessionUse) }
}
