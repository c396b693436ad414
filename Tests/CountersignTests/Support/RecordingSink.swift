@testable import Countersign

/// Keeps the log lines that a session writes.
final class RecordingSink: AuditSink {
  private(set) var lines: [String] = []

  func write(_ event: AuditEvent) { lines.append(Bytes.text(AuditLine(event).text)) }

  /// The lines without those of steps.
  var outcomes: [String] { lines.filter { !$0.hasPrefix("debug ") } }
}
