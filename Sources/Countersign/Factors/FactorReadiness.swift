/// Whether a login would look at a factor, and if not, why. The order of the reasons is that of ``FactorCheck``.
public enum FactorReadiness: Equatable, Sendable {
  case ready
  /// Policy does not count factors of this kind here.
  case notCounted(PolicySource)
  /// Policy names nothing that could send a code the device's way.
  case notDelivered
  /// A security key, at a login that does not ask for it: from elsewhere, or through sshd.
  case notHere
  /// Since then, seconds since 1970 as all times here.
  case disabledByAdministrator(since: UInt64)
  /// After wrong codes.
  case waiting(until: UInt64)
  /// After too many wrong codes.
  case disabled
  /// The clock was set back: used codes are ahead of it, and none can be accepted for so many seconds.
  case aheadOfClock(seconds: UInt64)
  /// The one code, or each code of the set, has been used.
  case usedUp
  case expired(since: UInt64)
  /// The clock stands before its beginning.
  case notYet(from: UInt64)
  /// An old record was put back, and which codes of it were used is not known.
  case superseded
  /// The state has no place for this device; a login would be refused.
  case damaged
}
