import Countersign
import Words

/// Whether a factor can answer, in words.
enum FactorReadinessText {
  /// - Parameter policy: what the lines are in.
  static func of(_ factor: FactorPreview, in policy: Policy?) -> String {
    switch factor.readiness {
    case .ready: ready(factor)
    case .notCounted(let source): said("does not count here: \(DecidingLine(source, in: policy).short)")
    case .notDelivered: said("does not count here: the policy has no Deliver for it")
    case .notHere: said("a security key that is not asked for at this login")
    case .disabledByAdministrator(let since): said("disabled by an administrator since \(TimeText.minute(since))")
    case .waiting(let until): said("not asked before \(TimeText.second(until)): \(misses(factor))")
    case .disabled: said("disabled: \(misses(factor))")
    case .aheadOfClock(let seconds):
      said("not accepted for \(TimeText.duration(seconds)): used codes are ahead of this machine's clock")
    case .usedUp: usedUp(factor.factor)
    case .expired(let since): expired(factor.factor, since)
    case .notYet(let from): said("made at \(TimeText.minute(from)), which this machine's clock has yet to reach")
    case .superseded: said("an old record was put back, and which codes were used is not known")
    case .damaged: said("has no place in the state file")
    }
  }

  /// In one word, for JSON; `nil` when it is ready.
  static func reason(_ readiness: FactorReadiness) -> String? {
    switch readiness {
    case .ready: nil
    case .notCounted: "not-counted"
    case .notDelivered: "not-delivered"
    case .notHere: "not-here"
    case .disabledByAdministrator: "disabled-by-administrator"
    case .waiting: "waiting"
    case .disabled: "disabled"
    case .aheadOfClock: "used-codes-ahead-of-clock"
    case .usedUp: "used-up"
    case .expired: "expired"
    case .notYet: "not-yet"
    case .superseded: "superseded"
    case .damaged: "damaged"
    }
  }

  private static func ready(_ factor: FactorPreview) -> String {
    switch factor.factor {
    case .device(_, _, let kind):
      if let clock = ClockText.of(kind, steps: factor.drift) {
        said("can answer: \(DeviceText.parameters(kind)); it \(clock)")
      } else {
        said("can answer: \(DeviceText.parameters(kind))")
      }
    case .recoveryCodes(let left, let count): said("can answer: \(left) of \(count) left")
    case .temporaryCode(let until): said("can answer before \(TimeText.minute(until))")
    }
  }

  private static func expired(_ factor: FactorPreview.Factor, _ since: UInt64) -> String {
    let time = TimeText.minute(since)
    if case .device = factor { return said("expired at \(time)") }
    return said("over since \(time)")
  }

  private static func usedUp(_ factor: FactorPreview.Factor) -> String {
    if case .temporaryCode = factor { said("used or taken back") } else { said("all are used") }
  }

  private static func misses(_ factor: FactorPreview) -> String {
    said("\(factor.misses) wrong code", "\(factor.misses) wrong codes in a row", count: factor.misses)
  }
}
