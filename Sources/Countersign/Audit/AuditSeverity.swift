/// How urgent a log line is.
public enum AuditSeverity: Equatable, Sendable {
  case info, notice, warning, error
}
