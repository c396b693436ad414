/// What the log is told. A secret, a code or what was typed cannot be represented here.
public enum AuditEvent: Sendable {
  /// How a login ended, whether there certainly is an account of this name, and whether the directory was away and it
  /// went by files of this host.
  case login(LoginRequest, Verdict, userIsKnown: Bool, isOffline: Bool = false)
  /// A step on the way, for finding out why a login ends as it does.
  case step(LoginRequest, SessionStep)
  /// One slot of the user's state file was damaged; the other one served.
  case damagedSlot(LoginRequest)
  /// The user's state was last changed so many seconds in the future: the clock was set back.
  case clockSetBack(LoginRequest, seconds: UInt64)
  /// Two codes in a row that were out of reach have shown where the device stands, and the login is accepted.
  case resynchronised(LoginRequest, FactorLabel, Resynchronisation.Finding)
  /// A code should have been sent or a security key asked, and the program for that could not be started or did not
  /// answer.
  case setback(LoginRequest, AuditSetback, StoreFailure)
  /// This argument of the module's PAM line, counted from 1, is not one it knows or has a value it cannot use.
  case badArgument(position: Int, name: [UInt8])
  /// The application told the module nothing it can work with.
  case noUser
  /// An event could not be written to the audit file; only for the log lines.
  case auditLost(StoreFailure)

  /// Whether it is for finding out alone: nothing for the audit file, nor for a log that shows no steps.
  public var isStep: Bool {
    if case .step = self { true } else { false }
  }
}
