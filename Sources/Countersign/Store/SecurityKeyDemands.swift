/// What is asked of a security key besides its signature.
public struct SecurityKeyDemands: OptionSet, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Somebody touches it (user presence).
  public static let touch = SecurityKeyDemands(rawValue: 1)
  /// It knows who that is, by a PIN or a finger (user verification).
  public static let verification = SecurityKeyDemands(rawValue: 2)
  /// It holds the credential itself; nothing that a signature could show.
  public static let resident = SecurityKeyDemands(rawValue: 4)

  static let largest: UInt64 = 7

  /// Whether the flags of a signed answer have all of it: 1 for a touch, 4 for verification (WebAuthn 6.1).
  public func areMet(by flags: UInt8) -> Bool {
    (!contains(.touch) || flags & 1 != 0) && (!contains(.verification) || flags & 4 != 0)
  }
}
