import Countersign
import OATH

/// What holds for devices of which a file does not say it.
public struct ImportDefaults: Sendable {
  public enum Kind: Sendable {
    case timeBased, eventBased
  }

  /// `nil` for what the format has as its own.
  public var type: Kind?
  public var algorithm: HashAlgorithm?
  public var digits = DigitCount.six
  public var period = TimeStepPeriod.thirtySeconds
  /// What security keys of pam_u2f are for, as its `origin` says.
  public var relyingParty: [UInt8]?
  /// The same for keys that were registered before FIDO2, as its `appid` says.
  public var application: [UInt8]?

  public init() {}
}
