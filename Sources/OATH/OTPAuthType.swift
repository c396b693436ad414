/// Which moving factor an authenticator app keeps, and where it starts.
public enum OTPAuthType: Equatable, Sendable {
  /// Time-based, RFC 6238.
  case totp(period: TimeStepPeriod)
  /// Counter-based, RFC 4226.
  ///
  /// - Parameter counter: the moving factor of the next code.
  case hotp(counter: UInt64)
}
