extension SendingRefusal {
  /// As it stands in log lines.
  public var reason: StaticString {
    switch self {
    case .store(let failure): FailureExplanation(failure).reason
    case .notEnrolled: "not-enrolled"
    case .noSuchDevice: "no-such-device"
    case .otherKind: "other-kind"
    case .disabledByAdministrator: "device-disabled-by-administrator"
    case .expired: "expired-device"
    case .tooSoon: "too-soon"
    case .resting: "throttled"
    case .disabled: "disabled"
    }
  }
}
