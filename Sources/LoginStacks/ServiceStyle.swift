/// What a login by a service is to prove, as `countersign enable --style` names it.
public enum ServiceStyle: Equatable, Sendable {
  /// What the service asked for before, then the code.
  case passwordAndCode
  /// The public key that sshd has verified, then the code; no password.
  case keyAndCode
  /// A public key or else the password, then the code.
  case keyOrPasswordAndCode
  /// Like ``passwordAndCode``, but only for the members of a group; the others log in as before.
  case codeOnlyFor(group: String)

  /// Whether it only makes sense where sshd verifies keys.
  public var needsSSHD: Bool {
    switch self {
    case .keyAndCode, .keyOrPasswordAndCode: true
    case .passwordAndCode, .codeOnlyFor: false
    }
  }

  /// Whether others log in as before.
  public var isForSome: Bool {
    if case .codeOnlyFor = self { true } else { false }
  }

  /// As it is written on the command line.
  public var name: String {
    switch self {
    case .passwordAndCode: "password+code"
    case .keyAndCode: "key+code"
    case .keyOrPasswordAndCode: "key-or-password+code"
    case .codeOnlyFor(let group): "code-only-for \(group)"
    }
  }
}
