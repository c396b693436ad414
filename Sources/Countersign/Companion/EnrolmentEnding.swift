/// How an enrolment at login ended, as the companion says.
public enum EnrolmentEnding: UInt8, Equatable, Sendable {
  /// The device is stored.
  case enrolled = 1
  /// There was none to begin with.
  case notOffered
  /// The person goes on without; only where that is possible.
  case declined
  /// Nothing was typed.
  case abandoned
  /// None of the codes was right.
  case wrongCodes
  /// Somebody else enrolled the user meanwhile, took the ticket back, or took the device away again.
  case overtaken
  /// It is offered, but nobody could read a QR code here.
  case needsTerminal
  /// It could not be done; a log line of the companion tells why.
  case failed

  /// As it stands in log lines.
  public var reason: StaticString {
    switch self {
    case .enrolled: "enrolled-at-login"
    case .notOffered: "enrolment-not-offered"
    case .declined: "enrolment-declined"
    case .abandoned: "enrolment-abandoned"
    case .wrongCodes: "enrolment-wrong-codes"
    case .overtaken: "enrolment-overtaken"
    case .needsTerminal: "enrolment-needs-a-terminal"
    case .failed: "enrolment-failed"
    }
  }
}
