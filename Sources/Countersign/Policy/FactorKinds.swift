/// Which kinds of factor count at a login.
public struct FactorKinds: OptionSet, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) {
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
  /// Security keys at the machine.
  public static let fido2 = FactorKinds(rawValue: 128)
  /// Security keys in an SSH agent.
  public static let agent = FactorKinds(rawValue: 256)
  /// The security key in an agent that sshd has verified already. It lets in without a question, so it counts only
  /// where a policy names it.
  public static let sshKey = FactorKinds(rawValue: 512)
  public static let all: FactorKinds = [
    .totp, .hotp, .yubicoOTP, .ocra, .sent, .fido2, .agent, .recoveryCodes, .temporaryCodes,
  ]
}
