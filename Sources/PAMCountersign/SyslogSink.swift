import CPAM
import Countersign

/// Writes audit lines to the system log, facility authpriv.
struct SyslogSink: AuditSink {
  let handle: PAMHandle
  /// Whether the steps of a login are written besides its outcome.
  let showsSteps: Bool

  func write(_ event: AuditEvent) {
    // A line that nobody gets need not be composed.
    guard showsSteps || !event.isStep else { return }
    let line = AuditLine(event)
    write(line.text, line.severity)
  }

  func write(_ text: [UInt8], _ severity: AuditSeverity) {
    guard let priority = priority(severity) else { return }
    handle.log(priority, text)
  }

  private func priority(_ severity: AuditSeverity) -> CInt? {
    switch severity {
    case .debug: showsSteps ? LOG_DEBUG : nil
    case .info: LOG_INFO
    case .notice: LOG_NOTICE
    case .warning: LOG_WARNING
    case .error: LOG_ERR
    }
  }
}
