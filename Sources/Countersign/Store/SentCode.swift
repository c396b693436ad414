import OATH

/// A code that is about to be sent: its device waits for it already, and for no earlier one.
public struct SentCode: ~Copyable {
  /// Decimal digits.
  public let digits: SecretBytes
  public let parameters: SentParameters

  init(_ parameters: SentParameters, movingFactor: UInt64, secret: Span<UInt8>) throws(SystemFailure) {
    var generator = try CodeGenerator(algorithm: SentParameters.algorithm, digits: parameters.digits)
    var digits = try SecretBytes(capacity: parameters.digits.count)
    guard let value = generator.value(of: movingFactor, secret: secret),
      HOTP.write(value, digits: parameters.digits, to: &digits)
    else { throw SystemFailure(.random, .invalid) }
    self.digits = digits
    self.parameters = parameters
  }

  /// The first code of a device that is being enrolled, before anything of it is stored.
  ///
  /// - Parameter secret: as ``freshSecret()`` makes one.
  public static func first(_ parameters: SentParameters, secret: Span<UInt8>) throws(SystemFailure) -> SentCode {
    try SentCode(parameters, movingFactor: firstMovingFactor, secret: secret)
  }

  /// The moving factor of the first code.
  public static let firstMovingFactor: UInt64 = 1

  /// A secret for a new device, from the kernel's random source. Nobody but this host ever has it.
  public static func freshSecret() throws(SystemFailure) -> SecretBytes {
    var secret = try SecretBytes(capacity: SentParameters.secretLength)
    secret.resize(to: SentParameters.secretLength)
    var room = secret.mutableBytes
    try Randomness.fill(&room)
    return secret
  }
}
