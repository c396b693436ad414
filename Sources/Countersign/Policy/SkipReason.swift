/// Why a login needs no second factor, with what in the policy decided.
public enum SkipReason: Equatable, Sendable {
  /// Policy asks nobody here.
  case disabledHere(PolicySource)
  /// The user has none, and policy asks only those who have one.
  case notEnrolled(PolicySource)
  /// The user has none and must have one in so many days, 1 or more.
  case mustEnroll(days: UInt64, PolicySource)
  /// The user has succeeded at this place, at this time (seconds since 1970), and policy remembers it.
  case remembered(since: UInt64, PolicySource)
  /// An administrator has granted this bypass.
  case bypassed(number: UInt32)
}

extension SkipReason {
  /// As it stands in log lines.
  public var name: StaticString {
    switch self {
    case .disabledHere: "disabled-here"
    case .notEnrolled: "not-enrolled"
    case .mustEnroll: "must-enrol"
    case .remembered: "remembered"
    case .bypassed: "bypassed"
    }
  }

  /// Whether it holds because the user has no device.
  var isForLackOfDevice: Bool {
    switch self {
    case .notEnrolled, .mustEnroll: true
    case .disabledHere, .remembered, .bypassed: false
    }
  }

  /// What in the policy decided; `nil` where it was not the policy.
  public var source: PolicySource? {
    switch self {
    case .disabledHere(let source), .notEnrolled(let source), .mustEnroll(_, let source),
      .remembered(_, let source):
      source
    case .bypassed: nil
    }
  }
}
