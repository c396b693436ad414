/// Where a code was found among the moving factors that one device may use now.
enum MovingFactorMatch: Equatable {
  /// At this moving factor, `offset` away from the expected one, and not used before.
  case fresh(UInt64, offset: Int32)
  /// Only at a moving factor that is used already.
  case used
  /// It was sent, and its time is over.
  case expired
  case none
  /// The device waits for no code, so that one of another device is no miss of this one.
  case unasked
  /// The security key's signature counter has not gone up.
  case steppedBack
  /// What the security key signed lacks a touch or a PIN that is demanded of it.
  case unproven
}
