/// The time-based one-time password of RFC 6238: HOTP whose moving factor is the time step.
public enum TOTP {
  /// The number of whole periods since the epoch, with T0 = 0 (RFC 6238 section 4.2).
  ///
  /// - Parameter seconds: since 1970-01-01 00:00:00 UTC.
  public static func timeStep(at seconds: UInt64, period: TimeStepPeriod) -> UInt64 {
    seconds / period.seconds
  }
}
