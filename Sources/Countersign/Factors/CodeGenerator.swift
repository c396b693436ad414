import OATH

/// Computes one-time codes of a secret: HMAC over the moving factor, truncated (RFC 4226 5.3).
struct CodeGenerator: ~Copyable {
  private let algorithm: HashAlgorithm
  private let digits: DigitCount
  private var digest: SecretBytes

  init(algorithm: HashAlgorithm, digits: DigitCount) throws(SystemFailure) {
    self.algorithm = algorithm
    self.digits = digits
    digest = try SecretBytes(capacity: algorithm.digestLength)
    digest.resize(to: algorithm.digestLength)
  }

  /// The code of a moving factor as a number below 10^digits.
  mutating func value(of movingFactor: UInt64, secret: Span<UInt8>) -> UInt32? {
    let algorithm = algorithm
    let message = HOTP.message(movingFactor)
    var room = digest.mutableBytes
    HMAC.authenticate(message.span, key: secret, algorithm: algorithm, into: &room)
    return HOTP.value(ofDigest: digest.bytes, digits: digits)
  }
}
