import Countersign
import OATH
import Testing

/// What a token answers, computed by the library that other tests compare with the RFC's vectors.
enum TokenAnswer {
  static func to(
    _ challenge: String, suite: String, key: [UInt8], pin: String? = nil, counter: UInt64 = 0
  ) throws -> String {
    let suite = try OCRASuite(Array(suite.utf8))
    let digits = Array((pin ?? "").utf8)
    let hashed = try PINDigest.of(digits.span, suite.pin ?? .sha1)
    let beginning = try #require(OCRA.beginning(suite, counter: counter, question: Array(challenge.utf8)))
    let digest = suite.pin == nil ? [] : hashed.bytes.indices.map { hashed.bytes[$0] }
    let message = beginning + digest + OCRA.ending(suite, timeStep: 0)
    var answer = [UInt8](repeating: 0, count: suite.algorithm.digestLength)
    var room = answer.mutableSpan
    HMAC.authenticate(message.span, key: key.span, algorithm: suite.algorithm, into: &room)
    let value = HOTP.value(ofDigest: answer.span, digits: suite.digits)
    let text = String(try #require(value))
    return String(repeating: "0", count: suite.digits.count - text.count) + text
  }
}
