/// One log line: an outcome and `key=value` fields, always in the same order, foreign bytes percent-encoded.
///
/// ```
/// refused user=alice service=sshd address=192.0.2.7 tty=ssh device=- reason=wrong-code
/// accepted user=alice service=sshd address=192.0.2.7 tty=ssh device=1:Phone reason=totp
/// ```
///
/// A field without a value is `-`. The name of an unknown user is never written, whatever the outcome: people type
/// passwords there.
public struct AuditLine: Equatable, Sendable {
  public let severity: AuditSeverity
  /// The line without the module's prefix and without a line end.
  public let text: [UInt8]

  public init(_ event: AuditEvent) {
    switch event {
    case .login(let request, let verdict, let userIsKnown):
      let tail = AuditTail(verdict)
      severity = tail.severity
      text = AuditLine.line(tail.outcome, request, hidesUser: !userIsKnown, tail)
    case .step(let request, let step):
      severity = .debug
      let tail = AuditTail(severity: .debug, outcome: "debug", device: nil, reason: step.text)
      text = AuditLine.line(tail.outcome, request, hidesUser: step == .settled(.unknownUser), tail)
    case .damagedSlot(let request):
      severity = .warning
      let tail = AuditTail(severity: .warning, outcome: "warning", device: nil, reason: "damaged-state-slot")
      text = AuditLine.line(tail.outcome, request, hidesUser: false, tail)
    case .clockSetBack(let request, let seconds):
      severity = .warning
      var tail = AuditTail(severity: .warning, outcome: "warning", device: nil, reason: "clock-set-back")
      tail.details = AuditTail.number(" seconds=", seconds)
      text = AuditLine.line(tail.outcome, request, hidesUser: false, tail)
    case .badArgument(let position, let name):
      severity = .error
      text =
        Array("error argument=".utf8) + RecordFormat.decimal(UInt64(clamping: position)) + Array(":".utf8)
        + PercentEncoding.encode(name)
        + Array(" reason=unknown-argument hint=every login is refused until the PAM line is corrected".utf8)
    case .noUser:
      severity = .error
      text = Array("error reason=no-user".utf8)
    }
  }

  private static func line(_ outcome: String, _ request: LoginRequest, hidesUser: Bool, _ tail: AuditTail) -> [UInt8] {
    var text = Array(outcome.utf8)
    text += field(" user=", hidesUser ? nil : request.user.bytes)
    text += field(" service=", request.service)
    text += Array(" address=".utf8) + (request.address.map(addressText) ?? Array("-".utf8))
    text += field(" tty=", request.terminal)
    text += Array(" device=".utf8) + (tail.device ?? Array("-".utf8))
    text += Array(" reason=".utf8) + Array(tail.reason.utf8) + tail.details
    return text
  }

  private static func field(_ label: String, _ value: [UInt8]?) -> [UInt8] {
    guard let value, !value.isEmpty else { return Array(label.utf8) + Array("-".utf8) }
    return Array(label.utf8) + PercentEncoding.encode(value)
  }

  /// Addresses keep their colons and points, so that fail2ban sees them as they are.
  private static func addressText(_ address: [UInt8]) -> [UInt8] {
    guard !address.isEmpty else { return Array("-".utf8) }
    return address.flatMap { byte in
      byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") ? [byte] : PercentEncoding.encode([byte])
    }
  }
}
