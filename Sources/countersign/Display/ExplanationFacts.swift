import Countersign

/// What `explain --json` prints.
struct ExplanationFacts: Encodable {
  /// A factor and whether it can answer.
  struct Factor: Encodable {
    /// A device's name; absent for other factors.
    var device: String?
    /// `totp`, `hotp`, `yubico-otp`, `ocra`, `sent`, `fido2`, `agent`, `recovery` or `temporary`.
    let kind: String
    let ready: Bool
    /// Why it is not ready.
    let reason: String?
    /// Until when it waits, or when its time is over.
    var until: String?
    /// Recovery codes that have not been used.
    var left: Int?
    /// Wrong codes in a row.
    let misses: UInt32
    /// How far its clock is ahead of ours, in seconds; time-based devices only.
    var drift: Int64?
  }

  struct Bypass: Encodable {
    let number: UInt32
    let holds: Bool
    let until: String?
  }

  let user: String
  let service: String
  var address: String?
  let at: String?
  let result: Explanation.Result
  /// As the log has it; `required` where somebody is asked and could answer, `no-factor-ready` where nothing could.
  let reason: String
  let decidedBy: DecidingLine?
  /// What the person is asked, with what sshd shows in the question.
  var prompt: String?
  /// What is told before, as a message of its own.
  let notice: String?
  /// Whose factor it is about; absent where nobody looks.
  let owner: String?
  let enrolled: Bool?
  let factors: [Factor]
  var bypass: Bypass?
  let rememberedUntil: String?
  /// For how many days the user may still do without.
  var daysLeft: UInt64?
  var error: String?
  let changes: [String]

  init(_ explanation: Explanation) {
    let preview = explanation.preview
    user = explanation.user
    service = DisplayText.of(explanation.request.service)
    address = explanation.request.address.map { DisplayText.of($0) }
    at = TimeText.universal(explanation.now)
    result = explanation.result
    reason = explanation.reason
    decidedBy = explanation.decision
    if case .asked = preview.outcome { prompt = String(decoding: preview.prompt, as: UTF8.self) }
    notice = preview.notice.map { DisplayText.of($0) }
    owner = preview.owner.map { DisplayText.of($0) }
    enrolled = preview.enrolment.map { $0 == .enrolled }
    factors = preview.factors.map { Factor($0) }
    bypass = preview.bypass.map { Bypass($0, preview.bypassStanding) }
    rememberedUntil = preview.rememberedUntil.flatMap(TimeText.universal)
    if case .skipped(.mustEnroll(let days, _)) = preview.outcome { daysLeft = days }
    error = explanation.complaint?.error
    changes = explanation.changes
  }
}

extension ExplanationFacts.Bypass {
  fileprivate init(_ bypass: Bypass, _ standing: BypassStanding?) {
    number = bypass.number
    until = TimeText.universal(bypass.terms.until)
    if case .active = standing { holds = true } else { holds = false }
  }
}

extension ExplanationFacts.Factor {
  init(_ preview: FactorPreview) {
    switch preview.factor {
    case .device(_, let name, let kind):
      device = DisplayText.of(name)
      self.kind = kind.name.description
      drift = ClockText.drift(kind, steps: preview.drift)
    case .recoveryCodes(let left, _):
      kind = "recovery"
      self.left = left
    case .temporaryCode(let end):
      kind = "temporary"
      until = TimeText.universal(end)
    }
    ready = preview.readiness == .ready
    reason = FactorReadinessText.reason(preview.readiness)
    misses = preview.misses
    if case .waiting(let end) = preview.readiness { until = TimeText.universal(end) }
  }
}
