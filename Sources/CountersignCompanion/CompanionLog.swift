import Countersign
import SecurityKeys

/// Writes what the companion has done into both logs, in the name of the user who did it.
struct CompanionLog {
  private let order: CompanionOrder

  init(_ order: CompanionOrder) {
    self.order = order
  }

  func enrolled(_ device: Device) {
    let kind = AuditField("kind", .word(Array("\(device.kind.name)".utf8)))
    record(.enroll, device, [kind, AuditField("confirmed", .number(1))])
  }

  /// - Parameter reason: `sent`, or why not.
  func sent(
    _ device: Device, _ parameters: SentParameters, reason: StaticString, _ more: [AuditField] = []
  ) {
    let details = [
      AuditField("via", .word(parameters.via.bytes)), AuditField("to", .foreign(parameters.address.masked)),
      AuditField("result", .word(Array("\(reason)".utf8))),
    ]
    record(.send, device, details + more)
  }

  func madeRecoveryCodes() { record(.recoveryCodes, nil, []) }

  func failed(_ trouble: EnrolmentTrouble) {
    SystemLog.notice(Array("enrolment at login failed user=".utf8) + PercentEncoding.encode(order.user.bytes)
      + Array(" reason=\(trouble.reason)".utf8))
  }

  /// That a security key could not be asked.
  func keyNotAsked(_ failure: StoreFailure) { keyNotAsked(FailureExplanation(failure).reason) }

  /// The same, for another reason.
  func keyNotAsked(_ reason: StaticString) {
    SystemLog.notice(Array("no security key was asked user=".utf8) + PercentEncoding.encode(order.user.bytes)
      + Array(" reason=\(reason)".utf8))
  }

  /// That what a security key signed is not what was asked for.
  func provedNothing(_ flaw: AssertionFlaw) {
    SystemLog.notice(Array("security key refused user=".utf8) + PercentEncoding.encode(order.user.bytes)
      + Array(" reason=\(flaw.reason)".utf8))
  }

  /// What cannot be written to the audit file is in the system log, and changes nothing about what was done.
  private func record(_ action: Administration.Action, _ device: Device?, _ details: [AuditField]) {
    let place = [
      AuditField("service", .foreign(order.service)),
      AuditField("address", order.address.map { .address($0) } ?? .absent),
    ]
    let act = Administration(action, user: order.user, device: device, by: order.user.bytes, details: details + place)
    SystemLog.notice(AuditLine(act).text)
    do throws(StoreFailure) {
      try AuditFile(StoreLocation(root: order.root)).append(act)
    } catch {
      SystemLog.notice(Array("not in the audit file: \(FailureExplanation(error).reason)".utf8))
    }
  }
}
