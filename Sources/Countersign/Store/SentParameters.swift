import OATH

/// The settings of a device that gets its codes from here: by SMS, by mail, by whatever the policy has a `Deliver` for.
///
/// A code is the value of RFC 4226 of a random secret that nobody else has, at a moving factor that each sending moves
/// on. So nothing of a code is ever on the disk: a hash of six digits could be reversed in a second.
public struct SentParameters: Equatable, Sendable {
  public let digits: DigitCount
  public let via: DeliveryName
  public let address: DeliveryAddress
  /// For how many seconds a code counts after it was sent.
  public let lifetime: UInt32

  /// Where nothing else is said: 10 minutes.
  public static let standardLifetime: UInt32 = 600
  static let shortestLifetime: UInt32 = 60
  /// Of a code that goes by mail; of any other, ``standardLifetime`` is the longest (NIST SP 800-63B 4.2.1.2).
  static let longestByMail: UInt32 = 86_400
  static let secretLength = 32
  static let algorithm = HashAlgorithm.sha256

  /// - Returns: `nil` for a lifetime below a minute or above what such an address may have.
  public init?(digits: DigitCount, via: DeliveryName, address: DeliveryAddress, lifetime: UInt32 = standardLifetime) {
    let longest = address.isMailbox ? SentParameters.longestByMail : SentParameters.standardLifetime
    guard (SentParameters.shortestLifetime...longest).contains(lifetime) else { return nil }
    self.digits = digits
    self.via = via
    self.address = address
    self.lifetime = lifetime
  }
}
