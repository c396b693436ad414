/// Something that a login can go on without, and that did not succeed.
public enum AuditSetback: CaseIterable, Sendable {
  case codeNotSent, keyNotAsked

  /// As it stands in log lines.
  var reason: StaticString {
    switch self {
    case .codeNotSent: "code-not-sent"
    case .keyNotAsked: "key-not-asked"
    }
  }
}
