/// Something about a user's factors that they want to know of (NIST SP 800-63B 4.2.3, OWASP ASVS 6.3.7).
public enum ChangeEvent: UInt8, CaseIterable, Sendable {
  case newDevice = 1
  case removedDevice
  case recoveryCodeUsed
  /// Too many wrong codes in a row: a factor is locked, or disabled for good.
  case lockedOut
  case bypassGranted
  /// A factor for the time without the directory was accepted.
  case offlineLogin

  /// As the `Notify` command reads it.
  public var name: StaticString {
    switch self {
    case .newDevice: "new-device"
    case .removedDevice: "removed-device"
    case .recoveryCodeUsed: "recovery-code-used"
    case .lockedOut: "locked-out"
    case .bypassGranted: "bypass-granted"
    case .offlineLogin: "offline-login"
    }
  }
}
