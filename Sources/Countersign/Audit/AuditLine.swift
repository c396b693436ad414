/// One log line: an outcome and `key=value` fields, always in the same order, foreign bytes percent-encoded.
///
/// ```
/// refused user=alice service=sshd address=192.0.2.7 tty=ssh device=- reason=wrong-code
/// accepted user=alice service=sshd address=192.0.2.7 tty=ssh device=1:Phone reason=totp
/// changed user=alice action=unlock device=1:Phone by=root reason=-
/// ```
///
/// A field without a value is `-`.
public struct AuditLine: Equatable, Sendable {
  public let severity: AuditSeverity
  /// The line without the module's prefix and without a line end.
  public let text: [UInt8]

  /// Room that is enough for nearly all.
  private static let usualLength = 256

  public init(_ event: AuditEvent) {
    self.init(AuditEntry(event))
  }

  public init(_ act: Administration) {
    self.init(AuditEntry(act))
  }

  private init(_ entry: AuditEntry) {
    severity = entry.severity
    var text: [UInt8] = []
    text.reserveCapacity(AuditLine.usualLength)
    text.append(ascii: entry.outcome)
    for field in entry.fields { field.appendText(to: &text) }
    self.text = text
  }
}
