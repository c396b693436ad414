/// The part of a log line that depends on the verdict.
struct AuditTail {
  let severity: AuditSeverity
  /// The first word: `accepted`, `refused`, `throttled`, `skipped`, `unavailable`, `aborted`.
  let outcome: StaticString
  let device: FactorLabel?
  let reason: StaticString
  /// Further fields.
  var details: [AuditField] = []

  init(severity: AuditSeverity, outcome: StaticString, device: FactorLabel?, reason: StaticString) {
    self.severity = severity
    self.outcome = outcome
    self.device = device
    self.reason = reason
  }

  init(warning reason: StaticString) {
    self.init(severity: .warning, outcome: "warning", device: nil, reason: reason)
  }

  init(_ verdict: Verdict) {
    switch verdict {
    case .accepted(let factor):
      self.init(severity: .info, outcome: "accepted", device: factor, reason: AuditTail.kind(factor))
    case .refused(let refusal):
      self.init(refusal)
    case .throttled(let until):
      self.init(severity: .notice, outcome: "throttled", device: nil, reason: "too-many-wrong-codes")
      details = [AuditField("until", .number(until))]
    case .disabled:
      self.init(severity: .warning, outcome: "throttled", device: nil, reason: "disabled-after-wrong-codes")
    case .skipped(let reason):
      self.init(severity: .info, outcome: "skipped", device: nil, reason: reason.name)
      details = AuditTail.details(reason)
    case .unavailable(let failure):
      let explanation = FailureExplanation(failure)
      self.init(severity: .error, outcome: "unavailable", device: nil, reason: explanation.reason)
      details = explanation.details + [AuditField("hint", word: explanation.hint)]
    case .conversationFailed(let failure):
      self.init(severity: .notice, outcome: "aborted", device: nil, reason: "conversation-failed")
      details = [AuditField("code", .number(UInt64(clamping: failure.code)))]
    case .misconfigured:
      self.init(severity: .error, outcome: "unavailable", device: nil, reason: "bad-arguments")
    // Its line is there.
    case .conducted: self.init(severity: .debug, outcome: "debug", device: nil, reason: "conducted-by-the-companion")
    }
  }

  private init(_ refusal: Refusal) {
    self.init(
      severity: .notice, outcome: "refused", device: refusal.factor, reason: refusal.reason)
    if case .signatureCounter = refusal {
      details = [AuditField("hint", word: "find out who has a copy of the key, then run countersign resync")]
    }
    guard case .usedCodesAheadOfClock(_, let seconds) = refusal else { return }
    details = [
      AuditField("seconds", .number(seconds)),
      AuditField("hint", word: "set the clock, or run countersign resync"),
    ]
  }

  static func value(_ factor: FactorLabel) -> AuditField.Value {
    switch factor {
    case .device(let id, let name, _): .numbered(UInt64(id), name.bytes)
    case .recoveryCode(let number): .word(Array(ascii: "recovery:") + RecordFormat.decimal(UInt64(clamping: number)))
    case .temporaryCode: .word(Array(ascii: "temporary"))
    }
  }

  private static func kind(_ factor: FactorLabel) -> StaticString {
    switch factor {
    case .device(_, _, let kind): kind.name
    case .recoveryCode: "recovery-code"
    case .temporaryCode: "temporary-code"
    }
  }

  private static func details(_ reason: SkipReason) -> [AuditField] {
    let policy = reason.source.map { [AuditField("policy", .word($0.text))] } ?? []
    switch reason {
    case .disabledHere, .notEnrolled: return policy
    case .mustEnroll(let days, _): return policy + [AuditField("days", .number(days))]
    case .remembered(let since, _): return policy + [AuditField("since", .number(since))]
    case .bypassed(let bypass): return [AuditField("bypass", .number(UInt64(bypass)))]
    }
  }
}
