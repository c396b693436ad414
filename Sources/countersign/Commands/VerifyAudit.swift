import Countersign
import Words

/// What a check that is no login writes to the log: nothing. Damage is told to the person instead.
struct VerifyAudit: AuditSink {
  func write(_ event: AuditEvent) {
    switch event {
    case .damagedSlot: Terminal.warn("one slot of the user's state file is damaged; the other one served")
    case .resynchronised: Terminal.warn("the device was out of step; two codes in a row have found it again")
    case .clockSetBack(_, let seconds):
      let distance = TimeText.duration(seconds)
      Terminal.warn("this machine's clock was set back: the user's state was last changed \(distance) from now")
    case .login, .step, .setback, .badArgument, .noUser, .auditLost: break
    }
  }
}
