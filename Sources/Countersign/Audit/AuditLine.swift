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
        Array(ascii: "error argument=") + RecordFormat.decimal(UInt64(clamping: position)) + Array(ascii: ":")
        + PercentEncoding.encode(name)
        + Array(ascii: " reason=unknown-argument hint=every login is refused until the PAM line is corrected")
    case .noUser:
      severity = .error
      text = Array(ascii: "error reason=no-user")
    }
  }

  private static func line(
    _ outcome: StaticString, _ request: LoginRequest, hidesUser: Bool, _ tail: AuditTail
  ) -> [UInt8] {
    var text = Array(ascii: outcome)
    text += field(" user=", hidesUser ? nil : request.user.bytes)
    text += field(" service=", request.service)
    text += Array(ascii: " address=") + (request.address.map(addressText) ?? Array(ascii: "-"))
    text += field(" tty=", request.terminal)
    text += Array(ascii: " device=") + (tail.device ?? Array(ascii: "-"))
    text += Array(ascii: " reason=") + Array(ascii: tail.reason) + tail.details
    return text
  }

  private static func field(_ label: StaticString, _ value: [UInt8]?) -> [UInt8] {
    guard let value, !value.isEmpty else { return Array(ascii: label) + Array(ascii: "-") }
    return Array(ascii: label) + PercentEncoding.encode(value)
  }

  /// Addresses keep their colons and points, so that fail2ban sees them as they are.
  private static func addressText(_ address: [UInt8]) -> [UInt8] {
    guard !address.isEmpty else { return Array(ascii: "-") }
    return address.flatMap { byte in
      byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") ? [byte] : PercentEncoding.encode([byte])
    }
  }
}
