/// What a line of the audit file is about: its field `event`.
public enum AuditKind: Sendable {
  /// How a login ended.
  case login
  /// Something was not as it should be, and the login went on.
  case warning
  /// The module could not begin a login.
  case error
  /// An administrator changed something.
  case administration
  /// The last line of a file; the next one begins where this one ends.
  case rotated
  /// The first line of a file that follows another one.
  case continued
  /// The chain begins anew because nothing before this line could be made sense of.
  case restarted

  /// As it stands in the file.
  public var name: StaticString {
    switch self {
    case .login: "login"
    case .warning: "warning"
    case .error: "error"
    case .administration: "administration"
    case .rotated: "rotated"
    case .continued: "continued"
    case .restarted: "restarted"
    }
  }
}
