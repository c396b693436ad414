import Countersign

/// Where the module's events go: a line in the system log, and a line in the audit file.
///
/// The second one must not keep anybody out. When it cannot be written, the log says why, once; the rest of the login
/// is in the log alone, so that a login waits at most once for a file that another process holds.
struct AuditTrail: AuditSink {
  private let log: SyslogSink
  private let file: AuditFile
  private let loss = Loss()

  /// Whether a line was lost already.
  private final class Loss {
    var hasHappened = false
  }

  init(log: SyslogSink, file: AuditFile) {
    self.log = log
    self.file = file
  }

  // Once in the module, not at each of the places that tell something.
  @inline(never)
  func write(_ event: AuditEvent) {
    log.write(event)
    guard !loss.hasHappened, !event.isStep else { return }
    do throws(StoreFailure) {
      try file.append(event)
    } catch {
      loss.hasHappened = true
      log.write(.auditLost(error))
    }
  }
}
