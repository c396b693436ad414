/// How a host says who it is.
public enum DirectoryLogin: Equatable, Sendable {
  /// By the account that connects to the socket of this machine.
  case external
  /// By a name and the password in a file that is root's alone.
  case password(name: [UInt8], file: [UInt8])
  /// By a key of this host in a keytab, a path: its first one.
  case kerberos(keytab: [UInt8])

  /// Whether the host is known by something that was read before it connects.
  public var isByPassword: Bool { if case .password = self { true } else { false } }

  /// The file with which anybody could say the same, so that it has to be root's alone.
  public var secretFile: [UInt8]? {
    switch self {
    case .external: nil
    case .password(_, let file): file
    case .kerberos(let keytab): keytab
    }
  }
}
