import OATH

/// The kinds of device, each with its parameters.
public enum DeviceKind: Equatable, Sendable {
  case totp(TOTPParameters)
  case hotp(HOTPParameters)
  /// A key that types a Yubico OTP. The secret is the AES key and then the private identity.
  case yubicoOTP(PublicIdentity)

  /// As written in records, log lines and on command lines.
  public var name: StaticString {
    switch self {
    case .totp: "totp"
    case .hotp: "hotp"
    case .yubicoOTP: "yubico-otp"
    }
  }

  /// The hash under the codes; `nil` where there is none to choose.
  public var algorithm: HashAlgorithm? {
    switch self {
    case .totp(let parameters): parameters.algorithm
    case .hotp(let parameters): parameters.algorithm
    case .yubicoOTP: nil
    }
  }

  /// How many digits a code has; `nil` where codes are no numbers.
  public var digits: DigitCount? {
    switch self {
    case .totp(let parameters): parameters.digits
    case .hotp(let parameters): parameters.digits
    case .yubicoOTP: nil
    }
  }

  /// How many bytes a secret may have.
  public var secretLengths: ClosedRange<Int> {
    switch self {
    case .totp, .hotp: 1...SealedSecret.longestSecret
    case .yubicoOTP: YubicoOTP.secretLength...YubicoOTP.secretLength
    }
  }
}
