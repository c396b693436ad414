/// A step of a login, for the `debug` argument of the module. Holds nothing secret.
public enum SessionStep: Equatable, Sendable {
  /// Who it is, as far as policy has to know.
  case settled(Enrolment)
  /// An answer is there and is going to be checked.
  case answered(from: Origin)

  /// Who asked for an answer.
  public enum Origin: Equatable, Sendable {
    case conversation, earlierModule
    /// A security key of the user has signed, and the companion has verified it.
    case securityKey(KeyEvidence)

    var evidence: KeyEvidence? {
      if case .securityKey(let evidence) = self { evidence } else { nil }
    }
  }

  /// As it stands in log lines.
  public var text: StaticString {
    switch self {
    case .settled(.enrolled): "user-is-enrolled"
    case .settled(.none): "user-is-not-enrolled"
    case .settled(.unknownUser): "user-is-unknown"
    case .answered(.conversation): "checking-the-answer"
    case .answered(.securityKey): "checking-a-security-key"
    case .answered(.earlierModule): "checking-what-an-earlier-module-asked-for"
    }
  }
}
