import OATH
import Testing

@testable import Countersign

/// Codes as an authenticator shows them, of published or made-up secrets.
enum Codes {
  static func value(
    _ movingFactor: UInt64, secret: [UInt8] = TestRecord.secret, algorithm: HashAlgorithm = .sha1,
    digits: DigitCount = .six
  ) throws -> UInt32 {
    var digest = [UInt8](repeating: 0, count: algorithm.digestLength)
    let message = HOTP.message(movingFactor)
    var room = digest.mutableSpan
    HMAC.authenticate(message.span, key: secret.span, algorithm: algorithm, into: &room)
    let value = HOTP.value(ofDigest: digest.span, digits: digits)
    return try #require(value)
  }

  static func text(
    _ movingFactor: UInt64, secret: [UInt8] = TestRecord.secret, algorithm: HashAlgorithm = .sha1,
    digits: DigitCount = .six
  ) throws -> String {
    let text = String(try value(movingFactor, secret: secret, algorithm: algorithm, digits: digits))
    return String(repeating: "0", count: digits.count - text.count) + text
  }

  /// The code that a device of this kind shows for a moving factor.
  static func text(_ movingFactor: UInt64, kind: DeviceKind, secret: [UInt8] = TestRecord.secret) throws -> String {
    try text(
      movingFactor, secret: secret, algorithm: #require(kind.algorithm), digits: #require(kind.digits))
  }
}
