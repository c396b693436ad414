/// Something that a login can go on without, and that did not succeed.
public enum AuditSetback: CaseIterable, Sendable {
  case codeNotSent, keyNotAsked
  /// The login goes on by the files of this host.
  case directoryAway

  /// As it stands in log lines.
  var reason: StaticString {
    switch self {
    case .codeNotSent: "code-not-sent"
    case .keyNotAsked: "key-not-asked"
    case .directoryAway: "directory-away"
    }
  }
}
