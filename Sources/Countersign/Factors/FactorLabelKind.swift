import OATH

/// What kind of device a label is about; all that log lines and people are told of it.
public enum FactorLabelKind: Equatable, Sendable {
  /// With its time step, in seconds.
  case totp(period: UInt64)
  case hotp, yubicoOTP, ocra, sent, fido2, agent
  /// A key in an SSH agent that sshd has verified.
  case sshKey

  init(_ kind: DeviceKind) {
    switch kind {
    case .totp(let parameters): self = .totp(period: parameters.period.seconds)
    case .hotp: self = .hotp
    case .yubicoOTP: self = .yubicoOTP
    case .ocra: self = .ocra
    case .sent: self = .sent
    case .fido2: self = .fido2
    case .agent: self = .agent
    }
  }

  /// As it stands in log lines.
  public var name: StaticString {
    switch self {
    case .totp: "totp"
    case .hotp: "hotp"
    case .yubicoOTP: "yubico-otp"
    case .ocra: "ocra"
    case .sent: "sent"
    case .fido2: "fido2"
    case .agent: "agent"
    case .sshKey: "sk-ssh"
    }
  }
}
