import OATH

/// The kinds of device, each with its parameters.
public enum DeviceKind: Equatable, Sendable {
  case totp(TOTPParameters)
  case hotp(HOTPParameters)

  /// As written in records, log lines and on command lines.
  public var name: StaticString {
    switch self {
    case .totp: "totp"
    case .hotp: "hotp"
    }
  }

  /// The hash under the codes.
  public var algorithm: HashAlgorithm {
    switch self {
    case .totp(let parameters): parameters.algorithm
    case .hotp(let parameters): parameters.algorithm
    }
  }

  /// How many digits a code has.
  public var digits: DigitCount {
    switch self {
    case .totp(let parameters): parameters.digits
    case .hotp(let parameters): parameters.digits
    }
  }
}
