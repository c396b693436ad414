/// A store failure in the words of the log: a reason of its own for each case, and a hint that names the repair.
public struct FailureExplanation: Sendable {
  /// One word, for searching.
  public let reason: StaticString
  /// Further fields, each with a blank before it.
  var details: [UInt8] = []

  public init(_ failure: StoreFailure) {
    switch failure {
    case .unfit(let place, let unfitness):
      reason = unfitness.name
      details = FailureExplanation.place(place) + FailureExplanation.evidence(unfitness)
    case .system(let place, let failure):
      reason = "system-error"
      details = FailureExplanation.place(place) + FailureExplanation.system(failure)
    case .malformedPolicy(let flaw):
      reason = "malformed-policy"
      details = AuditTail.number(" line=", UInt64(flaw.line)) + AuditTail.number(" column=", UInt64(flaw.column))
      details += FailureExplanation.field(" flaw=", flaw.reason.name)
    case .localTime(let failure):
      reason = "local-time-unknown"
      details = FailureExplanation.field(" flaw=", failure.name)
    case .malformedKey: reason = "malformed-seal-key"
    case .malformedRecord(let flaw):
      reason = "malformed-record"
      details = FailureExplanation.field(" flaw=", flaw.name)
      if case .badLine(let line) = flaw { details += AuditTail.number(" line=", UInt64(clamping: line)) }
    case .otherAccount(let uid):
      reason = "other-account"
      details = AuditTail.number(" uid=", UInt64(uid))
    case .damagedState: reason = "damaged-state"
    case .incompleteState: reason = "incomplete-state"
    case .fullState: reason = "full-state"
    case .locked(let seconds):
      reason = "locked"
      details = AuditTail.number(" waited=", UInt64(seconds))
    case .seal(let failure):
      switch failure {
      case .otherKey: reason = "sealed-under-another-key"
      case .notAuthentic: reason = "secret-not-authentic"
      case .badLength: reason = "secret-length"
      case .system(let failure):
        reason = "system-error"
        details = FailureExplanation.system(failure)
      }
    }
    details += FailureExplanation.field(" hint=", hint(for: failure))
  }

  private func hint(for failure: StoreFailure) -> StaticString {
    switch failure {
    case .unfit(.record, _), .malformedRecord, .otherAccount, .seal(.otherKey), .seal(.notAuthentic), .seal(.badLength):
      "restore the record from a backup, or run countersign remove --all and countersign enroll"
    case .unfit(.state, _), .damagedState, .incompleteState, .fullState:
      "run countersign remove --all and countersign enroll for this user"
    case .unfit(.policy, .tooOpen), .unfit(.policy, .wrongOwner): "give the policy file to root, mode 0644"
    case .unfit(.policy, _), .malformedPolicy: "correct countersign.conf, countersign policy check tells what is wrong"
    case .localTime: "look at /etc/localtime, or take Time and EnrollBy out of countersign.conf"
    case .unfit(.sealKey, _), .malformedKey: "restore seal.key from a backup"
    case .unfit: "run install.sh again, it repairs the directories"
    case .locked: "another process holds this user's state file, find it with fuser"
    case .system, .seal(.system): "look at disk space, file system and system limits"
    }
  }

  private static func place(_ place: StorePlace) -> [UInt8] { field(" place=", place.name) }

  private static func system(_ failure: SystemFailure) -> [UInt8] {
    field(" call=", failure.call.name) + AuditTail.number(" errno=", UInt64(clamping: failure.errno.rawValue))
  }

  private static func evidence(_ unfitness: Unfitness) -> [UInt8] {
    switch unfitness {
    case .wrongOwner(let owner): AuditTail.number(" owner=", UInt64(owner))
    case .tooOpen(let mode): field(" mode=", "") + octal(mode)
    case .hardLinked(let links): AuditTail.number(" links=", links)
    case .wrongSize(let size): AuditTail.number(" size=", size)
    case .missing, .notDirectory, .notRegularFile, .symbolicLink, .empty: []
    }
  }

  private static func octal(_ mode: UInt32) -> [UInt8] {
    [9, 6, 3, 0].map { UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: mode >> $0 & 7) }
  }

  private static func field(_ label: StaticString, _ value: StaticString) -> [UInt8] {
    Array(ascii: label) + Array(ascii: value)
  }
}
