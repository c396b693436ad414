/// Which kinds of factor count at a login.
public struct FactorKinds: OptionSet, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Codes that follow the clock (RFC 6238).
  public static let totp = FactorKinds(rawValue: 1)
  public static let hotp = FactorKinds(rawValue: 2)
  public static let recoveryCodes = FactorKinds(rawValue: 4)
  /// Codes that a helpdesk reads out.
  public static let temporaryCodes = FactorKinds(rawValue: 8)
  /// Codes that a key types.
  public static let yubicoOTP = FactorKinds(rawValue: 16)
  /// Answers to challenges (RFC 6287).
  public static let ocra = FactorKinds(rawValue: 32)
  /// Codes that are sent; a device counts only where the policy has a `Deliver` for its way, too.
  public static let sent = FactorKinds(rawValue: 64)
  public static let all: FactorKinds = [.totp, .hotp, .yubicoOTP, .ocra, .sent, .recoveryCodes, .temporaryCodes]
}
