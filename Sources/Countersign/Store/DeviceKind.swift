import OATH

/// The kinds of device, each with its parameters.
public enum DeviceKind: Equatable, Sendable {
  case totp(TOTPParameters)
  case hotp(HOTPParameters)
  /// A key that types a Yubico OTP. The secret is the AES key and then the private identity.
  case yubicoOTP(PublicIdentity)
  /// A token that answers challenges. The secret is the digest of the PIN, where the suite has one, then the key.
  case ocra(OCRASuite)
  /// Codes that are made here and sent.
  case sent(SentParameters)
  /// A security key at the machine. The secret is its ``SecurityKeyCredential``, as that of the next one.
  case fido2(SecurityKeyParameters)
  /// A security key in an SSH agent.
  case agent(SecurityKeyParameters)

  /// As written in records, log lines and on command lines.
  public var name: StaticString {
    switch self {
    case .totp: "totp"
    case .hotp: "hotp"
    case .yubicoOTP: "yubico-otp"
    case .ocra: "ocra"
    case .sent: "sent"
    case .fido2: "fido2"
    case .agent: "agent"
    }
  }

  /// The hash under the codes; `nil` where it is not a setting of its own.
  public var algorithm: HashAlgorithm? {
    switch self {
    case .totp(let parameters): parameters.algorithm
    case .hotp(let parameters): parameters.algorithm
    case .yubicoOTP, .ocra, .sent, .fido2, .agent: nil
    }
  }

  /// How many digits a code has; `nil` where codes are no numbers.
  public var digits: DigitCount? {
    switch self {
    case .totp(let parameters): parameters.digits
    case .hotp(let parameters): parameters.digits
    case .yubicoOTP, .fido2, .agent: nil
    case .ocra(let suite): suite.digits
    case .sent(let parameters): parameters.digits
    }
  }

  /// Of a security key.
  public var securityKey: SecurityKeyParameters? {
    switch self {
    case .fido2(let parameters), .agent(let parameters): parameters
    case .totp, .hotp, .yubicoOTP, .ocra, .sent: nil
    }
  }

  /// How many bytes a secret may have.
  public var secretLengths: ClosedRange<Int> {
    switch self {
    case .totp, .hotp: 1...SealedSecret.longestSecret
    case .yubicoOTP: YubicoOTP.secretLength...YubicoOTP.secretLength
    case .ocra(let suite): (suite.pin?.digestLength ?? 0) + 1...SealedSecret.longestSecret
    case .sent: SentParameters.secretLength...SentParameters.secretLength
    case .fido2(let parameters): parameters.credentialLengths(isAgent: false)
    case .agent(let parameters): parameters.credentialLengths(isAgent: true)
    }
  }
}
