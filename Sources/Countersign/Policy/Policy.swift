/// Decides about a login: a pure value, a pure function.
public struct Policy: Equatable, Sendable {
  public let mode: EnforcementMode

  public init(mode: EnforcementMode) {
    self.mode = mode
  }

  /// The decision. A user without an account is asked like everybody else: nobody learns who exists.
  public func decide(_ enrolment: Enrolment) -> PolicyDecision {
    switch (mode, enrolment) {
    case (.enrolled, .none): .skip(.notEnrolled)
    case (.enrolled, .enrolled), (.enrolled, .unknownUser), (.mandatory, _): .require
    }
  }
}
