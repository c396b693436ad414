import Countersign
import OATH
import Testing

/// Codes of the published test key, computed by the ordinary build; the module under test is another binary.
enum Codes {
  /// The code of a moving factor.
  static func code(
    _ movingFactor: UInt64, algorithm: HashAlgorithm = .sha1, digits: DigitCount = .six,
    secret: [UInt8] = TemporaryStore.secret
  ) throws -> String {
    var digest = [UInt8](repeating: 0, count: algorithm.digestLength)
    let message = HOTP.message(movingFactor)
    var room = digest.mutableSpan
    HMAC.authenticate(message.span, key: secret.span, algorithm: algorithm, into: &room)
    let value = HOTP.value(ofDigest: digest.span, digits: digits)
    let text = String(try #require(value))
    return String(repeating: "0", count: digits.count - text.count) + text
  }

  /// What a token answers to a challenge.
  static func answer(_ suite: OCRASuite, _ challenge: String, counter: UInt64 = 0, step: UInt64 = 0) throws -> String {
    let beginning = try #require(OCRA.beginning(suite, counter: counter, question: Array(challenge.utf8)))
    let message = beginning + OCRA.ending(suite, timeStep: step)
    var digest = [UInt8](repeating: 0, count: suite.algorithm.digestLength)
    var room = digest.mutableSpan
    let secret = TemporaryStore.secret
    HMAC.authenticate(message.span, key: secret.span, algorithm: suite.algorithm, into: &room)
    let value = HOTP.value(ofDigest: digest.span, digits: suite.digits)
    let text = String(try #require(value))
    return String(repeating: "0", count: suite.digits.count - text.count) + text
  }

  /// The code that a phone shows at a time, with a 30-second step.
  static func totp(at seconds: Int64, steps: Int64 = 0) throws -> String {
    try code(UInt64(seconds / 30 + steps))
  }

  /// A six-digit code that is not right for any step or counter near the given ones.
  static func wrong(near movingFactors: ClosedRange<UInt64>) throws -> String {
    let right = try Set(movingFactors.map { try code($0) })
    return try #require((100_000...100_100).map(String.init).first { !right.contains($0) })
  }
}
