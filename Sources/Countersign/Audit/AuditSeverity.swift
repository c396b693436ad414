/// How urgent a log line is.
public enum AuditSeverity: Equatable, Sendable {
  case debug, info, notice, warning, error
}
