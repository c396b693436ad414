import OATH

/// Computes answers to one challenge.
struct OCRAGenerator: ~Copyable {
  private let suite: OCRASuite
  private let challenge: Challenge
  private var digest: SecretBytes

  init(suite: OCRASuite, challenge: Challenge) throws(SystemFailure) {
    self.suite = suite
    self.challenge = challenge
    digest = try SecretBytes(capacity: suite.algorithm.digestLength)
    digest.resize(to: suite.algorithm.digestLength)
  }

  /// The answer as a number.
  ///
  /// - Parameter secret: the digest of the PIN, where the suite has one, then the key.
  /// - Returns: `nil` for a challenge or a secret that does not fit the suite.
  mutating func value(counter: UInt64, timeStep: UInt64, secret: Span<UInt8>) throws(SystemFailure) -> UInt32? {
    let suite = suite
    let pinLength = suite.pin?.digestLength ?? 0
    guard secret.count > pinLength else { return nil }
    var message = try SecretBytes(capacity: OCRA.messageLength(suite))
    guard let beginning = OCRA.beginning(suite, counter: counter, question: challenge.digits) else { return nil }
    message.append(beginning.span)
    message.append(secret.extracting(0..<pinLength))
    let ending = OCRA.ending(suite, timeStep: timeStep)
    message.append(ending.span)
    var room = digest.mutableBytes
    HMAC.authenticate(
      message.bytes, key: secret.extracting(pinLength..<secret.count), algorithm: suite.algorithm, into: &room)
    return HOTP.value(ofDigest: digest.bytes, digits: suite.digits)
  }
}
