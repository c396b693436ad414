import CTestHost
import OATH

/// A key that types Yubico OTPs when it is touched.
public struct YubiKey: Sendable {
  /// The published key of yubico-c's test vectors.
  public var key: [UInt8] = [
    0xEC, 0xDE, 0x18, 0xDB, 0xE7, 0x6F, 0xBD, 0x0C, 0x33, 0x33, 0x0F, 0x1C, 0x35, 0x48, 0x71, 0xDB,
  ]
  public var privateIdentity: [UInt8] = [0x87, 0x92, 0xEB, 0xFE, 0x26, 0xCC]
  public var publicIdentity: [UInt8] = [0, 0, 0, 0, 0, 1]
  /// How often it was plugged in; bit 15 is Caps Lock.
  public var usageCounter: UInt16 = 1
  public var sessionUse: UInt8 = 0
  /// What is laid over the check value: 0 leaves it right.
  public var checkValueFault: UInt16 = 0

  public init() {}

  /// What is sealed: the AES key, then the private identity.
  public var secret: [UInt8] { key + privateIdentity }

  public var movingFactor: UInt64 { UInt64(usageCounter & 0x7FFF) << 8 | UInt64(sessionUse) }

  public mutating func plugIn() {
    usageCounter += 1
    sessionUse = 0
  }

  /// Types a code and counts it.
  public mutating func touch() -> String {
    defer { sessionUse += 1 }
    return code
  }

  /// What it types now, in small letters.
  public var code: String {
    String(decoding: ModHex.encode(publicIdentity + block), as: UTF8.self)
  }

  private var block: [UInt8] {
    var plain = privateIdentity
    plain += [UInt8(truncatingIfNeeded: usageCounter), UInt8(truncatingIfNeeded: usageCounter >> 8)]
    plain += [0x56, 0x34, 0x12, sessionUse, 0xCD, 0xAB]
    let check = ~YubiKey.register(after: plain) ^ checkValueFault
    plain += [UInt8(truncatingIfNeeded: check), UInt8(truncatingIfNeeded: check >> 8)]
    var block = [UInt8](repeating: 0, count: 16)
    // SAFETY: all three have 16 bytes.
    unsafe cs_host_aes128_encrypt(key, plain, &block)
    return block
  }

  /// By the table-free definition in yubico-c's documentation, bit by bit.
  private static func register(after bytes: [UInt8]) -> UInt16 {
    bytes.reduce(0xFFFF) { register, byte in
      (0..<8).reduce(register ^ UInt16(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x8408 : value >> 1 }
    }
  }
}
