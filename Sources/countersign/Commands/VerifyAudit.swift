import Countersign

/// What a check that is no login writes to the log: nothing. Damage is told to the person instead.
struct VerifyAudit: AuditSink {
  func write(_ event: AuditEvent) {
    if case .damagedSlot = event { Terminal.warn("one slot of the user's state file is damaged; the other one served") }
  }
}
