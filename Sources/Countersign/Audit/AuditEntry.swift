/// An event as both logs tell it: an outcome and fields, always in the same order.
///
/// The name of an unknown user is in no field, whatever the outcome: people type passwords there.
struct AuditEntry {
  let severity: AuditSeverity
  /// `nil` for what is only for the line, not for the file.
  let kind: AuditKind?
  /// The first word of the line.
  let outcome: StaticString
  let fields: [AuditField]

  init(_ event: AuditEvent) {
    switch event {
    case .login(let request, let verdict, let userIsKnown, let isOffline):
      var tail = AuditTail(verdict)
      if DirectoryStore.isUsable, isOffline { tail.details += [AuditField("store", word: "local")] }
      self.init(.login, tail, request, hidesUser: !userIsKnown)
    case .step(let request, let step):
      let tail = AuditTail(severity: .debug, outcome: "debug", device: nil, reason: step.text)
      self.init(nil, tail, request, hidesUser: step == .settled(.unknownUser))
    case .damagedSlot(let request):
      self.init(.warning, AuditTail(warning: "damaged-state-slot"), request, hidesUser: false)
    case .clockSetBack(let request, let seconds):
      var tail = AuditTail(warning: "clock-set-back")
      tail.details = [AuditField("seconds", .number(seconds))]
      self.init(.warning, tail, request, hidesUser: false)
    case .resynchronised(let request, let factor, let finding):
      self.init(.warning, AuditTail(resynchronised: factor, finding), request, hidesUser: false)
    case .setback(let request, let setback, let failure):
      var tail = AuditTail(warning: setback.reason)
      let explanation = FailureExplanation(failure)
      tail.details = [AuditField("cause", word: explanation.reason)] + explanation.details
      self.init(.warning, tail, request, hidesUser: false)
    case .badArgument(let position, let name):
      let hint: StaticString = "every login is refused until the PAM line is corrected"
      self.init(
        .error, .error, "error",
        [
          AuditField("argument", .numbered(UInt64(clamping: position), name)),
          AuditField("reason", word: "unknown-argument"), AuditField("hint", word: hint),
        ])
    case .noUser:
      self.init(.error, .error, "error", [AuditField("reason", word: "no-user")])
    case .auditLost(let failure):
      self.init(.warning, nil, "warning", AuditEntry.fields(lost: failure))
    }
  }

  init(_ act: Administration) {
    self.init(.notice, .administration, "changed", act.fields)
  }

  private init(_ severity: AuditSeverity, _ kind: AuditKind?, _ outcome: StaticString, _ fields: [AuditField]) {
    self.severity = severity
    self.kind = kind
    self.outcome = outcome
    self.fields = fields
  }

  private init(_ kind: AuditKind?, _ tail: AuditTail, _ request: LoginRequest, hidesUser: Bool) {
    let fields = [
      AuditField("user", hidesUser ? .absent : .foreign(request.user.bytes)),
      AuditField("service", .foreign(request.service)),
      AuditField("address", request.address.map { .address($0) } ?? .absent),
      AuditField("tty", request.terminal.map { .foreign($0) } ?? .absent),
      AuditField("device", tail.device.map(AuditTail.value) ?? .absent),
      AuditField("reason", word: tail.reason),
    ]
    self.init(tail.severity, kind, tail.outcome, fields + tail.details)
  }

  private static func fields(lost failure: StoreFailure) -> [AuditField] {
    let explanation = FailureExplanation(failure)
    return [AuditField("reason", word: "audit-line-lost"), AuditField("cause", word: explanation.reason)]
      + explanation.details + [AuditField("hint", word: hint(lost: failure))]
  }

  private static func hint(lost failure: StoreFailure) -> StaticString {
    if case .locked = failure { return "another process holds the audit file, find it with fuser" }
    return FailureExplanation(failure).hint
  }
}
