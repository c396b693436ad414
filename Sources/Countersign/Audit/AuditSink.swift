/// Where log lines go.
public protocol AuditSink: ~Copyable {
  borrowing func write(_ event: AuditEvent)
}
