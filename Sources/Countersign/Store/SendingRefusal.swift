/// Why no code is sent to a device; nothing was changed.
public enum SendingRefusal: Error, Equatable, Sendable {
  case store(StoreFailure)
  case notEnrolled
  case noSuchDevice
  /// Codes of this device are not sent.
  case otherKind
  case disabledByAdministrator
  case expired
  /// Too many codes went unused; not before this time, seconds since 1970.
  case tooSoon(until: UInt64)
  /// After wrong codes it would not be looked at before this time.
  case resting(until: UInt64)
  /// After too many wrong codes it is not looked at any more.
  case disabled
}
