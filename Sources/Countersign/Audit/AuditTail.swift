/// The part of a log line that depends on the verdict.
struct AuditTail {
  let severity: AuditSeverity
  /// The first word: `accepted`, `refused`, `throttled`, `skipped`, `unavailable`, `aborted`.
  let outcome: StaticString
  let device: [UInt8]?
  let reason: StaticString
  /// Further fields, each with a blank before it.
  var details: [UInt8] = []

  init(severity: AuditSeverity, outcome: StaticString, device: [UInt8]?, reason: StaticString) {
    self.severity = severity
    self.outcome = outcome
    self.device = device
    self.reason = reason
  }

  init(_ verdict: Verdict) {
    switch verdict {
    case .accepted(let factor):
      self.init(severity: .info, outcome: "accepted", device: AuditTail.text(factor), reason: AuditTail.kind(factor))
    case .refused(let refusal):
      self.init(refusal)
    case .throttled(let until):
      self.init(severity: .notice, outcome: "throttled", device: nil, reason: "too-many-wrong-codes")
      details = AuditTail.number(" until=", until)
    case .disabled:
      self.init(severity: .warning, outcome: "throttled", device: nil, reason: "disabled-after-wrong-codes")
    case .skipped(let reason):
      self.init(severity: .info, outcome: "skipped", device: nil, reason: reason.name)
      details = AuditTail.details(reason)
    case .unavailable(let failure):
      let explanation = FailureExplanation(failure)
      self.init(severity: .error, outcome: "unavailable", device: nil, reason: explanation.reason)
      details = explanation.details
    case .conversationFailed(let failure):
      self.init(severity: .notice, outcome: "aborted", device: nil, reason: "conversation-failed")
      details = AuditTail.number(" code=", UInt64(clamping: failure.code))
    case .misconfigured:
      self.init(severity: .error, outcome: "unavailable", device: nil, reason: "bad-arguments")
    }
  }

  private init(_ refusal: Refusal) {
    self.init(
      severity: .notice, outcome: "refused", device: refusal.factor.map(AuditTail.text), reason: refusal.reason)
    guard case .usedCodesAheadOfClock(_, let seconds) = refusal else { return }
    details = AuditTail.number(" seconds=", seconds) + Array(ascii: " hint=set the clock, or run countersign resync")
  }

  private static func text(_ factor: FactorLabel) -> [UInt8] {
    switch factor {
    case .device(let id, let name, _):
      RecordFormat.decimal(UInt64(id)) + Array(ascii: ":") + PercentEncoding.encode(name.bytes)
    case .recoveryCode(let number): Array(ascii: "recovery:") + RecordFormat.decimal(UInt64(clamping: number))
    case .temporaryCode: Array(ascii: "temporary")
    }
  }

  private static func kind(_ factor: FactorLabel) -> StaticString {
    switch factor {
    case .device(_, _, let kind): kind.name
    case .recoveryCode: "recovery-code"
    case .temporaryCode: "temporary-code"
    }
  }

  private static func details(_ reason: SkipReason) -> [UInt8] {
    let policy = reason.source.map { Array(ascii: " policy=") + $0.text } ?? []
    switch reason {
    case .disabledHere, .notEnrolled: return policy
    case .mustEnroll(let days, _): return policy + number(" days=", days)
    case .remembered(let since, _): return policy + number(" since=", since)
    case .bypassed(let bypass): return number(" bypass=", UInt64(bypass))
    }
  }

  static func number(_ label: StaticString, _ value: UInt64) -> [UInt8] {
    Array(ascii: label) + RecordFormat.decimal(value)
  }
}
