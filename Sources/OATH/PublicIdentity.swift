/// What a Yubico OTP begins with: the same in each code of a key, not secret, possibly nothing.
public struct PublicIdentity: Equatable, Sendable {
  /// The most bytes a key can have.
  public static let longest = 16

  /// 0 to 16, of a key from the factory 6.
  public let bytes: [UInt8]

  /// Of a key that was programmed without one.
  public static let none = PublicIdentity(unchecked: [])

  private init(unchecked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// - Returns: `nil` for more than 16 bytes.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count <= PublicIdentity.longest else { return nil }
    self.bytes = bytes
  }

  /// Reads it as a key types it.
  ///
  /// - Returns: `nil` for anything but pairs of modified hexadecimal digits, of either case.
  public init?(modHex text: [UInt8]) {
    guard let bytes = ModHex.decode(text) else { return nil }
    self.init(bytes)
  }

  /// As a key types it, in small letters.
  public var modHex: [UInt8] { ModHex.encode(bytes) }

  /// How many characters a code with it has.
  public var codeLength: Int { 2 * (bytes.count + YubicoOTP.blockLength) }
}
