/// How urgent a log line is.
public enum AuditSeverity: UInt8, Sendable {
  case debug, info, notice, warning, error
}
