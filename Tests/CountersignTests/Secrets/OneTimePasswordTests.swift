import Countersign
import OATH
import Testing
import VectorFiles

/// HOTP and TOTP over the HMAC that is shipped, from the key to the digits.
@Suite struct OneTimePasswordTests {
  @Test("HOTP vectors", arguments: try VectorFile.all(
    in: "hotp", required: ["key", "moving-factor", "digits", "digest", "truncated", "expect"]))
  func hotp(_ vector: VectorFile) throws {
    let key = try vector.bytes("key")
    let digest = try digest(movingFactor: vector.number("moving-factor"), key: key, algorithm: .sha1)
    #expect(try digest == vector.bytes("digest"))
    let ten = try #require(DigitCount.forVector(10))
    #expect(try HOTP.value(ofDigest: digest.span, digits: ten) == vector.number("truncated"))
    #expect(try code(ofDigest: digest, digits: vector.number("digits")) == vector.text("expect"))
  }

  @Test("TOTP vectors", arguments: try VectorFile.all(
    in: "totp", required: ["algorithm", "key", "time", "period", "time-step", "digits", "expect"]))
  func totp(_ vector: VectorFile) throws {
    let algorithm = try #require(HashAlgorithm(name: Array(vector.text("algorithm").utf8)))
    let period = try #require(TimeStepPeriod(seconds: vector.number("period")))
    let timeStep = try TOTP.timeStep(at: vector.number("time"), period: period)
    #expect(try timeStep == vector.number("time-step"))
    let digest = try digest(movingFactor: timeStep, key: vector.bytes("key"), algorithm: algorithm)
    #expect(try code(ofDigest: digest, digits: vector.number("digits")) == vector.text("expect"))
  }

  private func digest(movingFactor: UInt64, key: [UInt8], algorithm: HashAlgorithm) throws -> [UInt8] {
    let message = HOTP.message(movingFactor)
    var digest = [UInt8](repeating: 0, count: algorithm.digestLength)
    var target = digest.mutableSpan
    let done = HMAC.authenticate(message.span, key: key.span, algorithm: algorithm, into: &target)
    try #require(done)
    return digest
  }

  private func code(ofDigest digest: [UInt8], digits: Int) throws -> String {
    let digits = try #require(DigitCount.forVector(digits))
    let truncated = HOTP.value(ofDigest: digest.span, digits: digits)
    let value = try #require(truncated)
    var code = try SecretBytes(capacity: digits.count)
    #expect(HOTP.write(value, digits: digits, to: &code))
    let written = code.bytes
    return String(decoding: written.indices.map { written[$0] }, as: UTF8.self)
  }
}
