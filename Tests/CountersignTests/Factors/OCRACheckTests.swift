import OATH
import Testing
import VectorFiles

@testable import Countersign

/// Answers to challenges at a login.
@Suite struct OCRACheckTests {
  private static let key = TestRecord.secret

  private func suite(_ text: String) throws -> OCRASuite { try OCRASuite(Bytes.of(text)) }

  private func answer(
    _ suite: OCRASuite, _ question: String, counter: UInt64 = 0, step: UInt64 = 0, secret: [UInt8] = key
  ) throws -> String {
    var generator = try OCRAGenerator(suite: suite, challenge: Challenge(digits: Bytes.of(question)))
    let found = try generator.value(counter: counter, timeStep: step, secret: secret.span)
    let text = String(try #require(found))
    return String(repeating: "0", count: suite.digits.count - text.count) + text
  }

  @Test("The RFC's one-way vectors, and others", arguments: try VectorFile.all(
    in: "ocra", required: ["suite", "key", "question", "expect"], optional: ["counter", "pin", "time-step"]))
  func vector(_ vector: VectorFile) throws {
    let suite = try suite(vector.text("suite"))
    var secret: [UInt8] = []
    if let algorithm = suite.pin {
      let pin = try vector.bytes("pin")
      let digest = try PINDigest.of(pin.span, algorithm)
      secret = Bytes.copy(digest.bytes)
    }
    secret += try vector.bytes("key")
    let text = try answer(
      suite, vector.text("question"), counter: vector.has("counter") ? vector.number("counter") : 0,
      step: vector.has("time-step") ? vector.number("time-step") : 0, secret: secret)
    #expect(try text == vector.text("expect"))
  }

  private func bench(_ suites: String...) throws -> CheckBench {
    var bench = try CheckBench([])
    let sealKey = try TestKey.make()
    for (index, text) in suites.enumerated() {
      let secret = Self.key
      let kind = try DeviceKind.ocra(suite(text))
      let device = try bench.record.add(
        kind, name: TestRecord.name("Token \(index + 1)"), created: 1, secret: secret.span, key: sealKey)
      bench.state.set(DeviceState(id: try #require(device).id, nextMovingFactor: 0))
    }
    return bench
  }

  @Test("An answer is good for the challenge of its question and for no other")
  func ownChallenge() throws {
    var bench = try bench("OCRA-1:HOTP-SHA1-6:QN08")
    let suite = try suite("OCRA-1:HOTP-SHA1-6:QN08")
    let code = try answer(suite, "12345678")
    #expect(try bench.check(code) == .notACode)
    bench.challenge = Challenge(digits: Bytes.of("87654321"))
    #expect(try bench.check(code) == .wrong)
    #expect(bench.misses(1) == 1)
    bench.challenge = Challenge(digits: Bytes.of("12345678"))
    #expect(try bench.check(code) == .accepted(bench.label(1)))
    #expect(bench.misses(1) == 0 && bench.state.device(1)?.nextMovingFactor == 1)
    bench.challenge = Challenge(digits: Bytes.of("123456789"))
    #expect(try bench.check(code) == .wrong)
  }

  @Test("A counter moves on, through the look-ahead window, and never back")
  func counter() throws {
    let text = "OCRA-1:HOTP-SHA256-8:C-QN08"
    var bench = try bench(text)
    let suite = try suite(text)
    bench.challenge = Challenge(digits: Bytes.of("12345678"))
    let beyond = try answer(suite, "12345678", counter: 11)
    let far = try answer(suite, "12345678", counter: 10)
    let near = try answer(suite, "12345678", counter: 3)
    #expect(try bench.check(beyond) == .wrong)
    #expect(try bench.check(near) == .accepted(bench.label(1)))
    #expect(bench.state.device(1)?.nextMovingFactor == 4)
    #expect(try bench.check(near) == .wrong)
    #expect(try bench.check(far) == .accepted(bench.label(1)))
    bench.lookAhead = 0
    #expect(try bench.check(answer(suite, "12345678", counter: 12)) == .wrong)
    #expect(try bench.check(answer(suite, "12345678", counter: 11)) == .accepted(bench.label(1)))
  }

  @Test("A clock may be one time step off, or as many as the policy says", arguments: [-2, -1, 0, 1, 2])
  func clock(offset: Int) throws {
    let text = "OCRA-1:HOTP-SHA512-8:QN08-T1M"
    var bench = try bench(text)
    let suite = try suite(text)
    bench.challenge = Challenge(digits: Bytes.of("12345678"))
    let code = try answer(suite, "12345678", step: UInt64(Int(bench.now / 60) + offset))
    #expect(try bench.check(code) == (abs(offset) <= 1 ? .accepted(bench.label(1)) : .wrong))
    bench.window = 2
    #expect(try bench.check(code) == .accepted(bench.label(1)))
  }

  @Test("Twenty wrong answers move nothing")
  func twentyWrong() throws {
    var bench = try bench("OCRA-1:HOTP-SHA1-6:C-QN08")
    bench.challenge = Challenge(digits: Bytes.of("12345678"))
    let suite = try suite("OCRA-1:HOTP-SHA1-6:C-QN08")
    let right = try Set((0...10).map { try answer(suite, "12345678", counter: $0) })
    let wrong = try #require((0...20).map { "\(100_000 + $0)" }.first { !right.contains($0) })
    for number in 0..<20 {
      #expect(try bench.check(wrong) == (number < 5 ? .wrong : .throttled(until: bench.now + 30)))
    }
    #expect(bench.state.device(1)?.nextMovingFactor == 0)
    bench.now += 30
    #expect(try bench.check(answer(suite, "12345678")) == .accepted(bench.label(1)))
  }

  @Test("A challenge is as long as every token of the user can take")
  func challengeLength() throws {
    func length(_ suites: String...) throws -> Int? {
      var record = try TestRecord.make([TestRecord.totp()])
      let secret = Self.key
      let sealKey = try TestKey.make()
      for (index, text) in suites.enumerated() {
        let kind = try DeviceKind.ocra(suite(text))
        _ = try record.add(
          kind, name: TestRecord.name("T\(index)"), created: 1, secret: secret.span, key: sealKey)
      }
      return Challenge.length(for: record, .all)
    }
    #expect(try length() == nil)
    #expect(try length("OCRA-1:HOTP-SHA1-6:QN08") == 8)
    #expect(try length("OCRA-1:HOTP-SHA1-6:QA64") == 10)
    #expect(try length("OCRA-1:HOTP-SHA1-6:QN08", "OCRA-1:HOTP-SHA1-6:QH06") == 6)
    var bench = try bench("OCRA-1:HOTP-SHA1-6:QN08")
    #expect(Challenge.length(for: bench.record, FactorKinds.all.subtracting(.ocra)) == nil)
    bench.record.disable(1, since: 1)
    #expect(Challenge.length(for: bench.record, .all) == nil)
  }

  @Test("Challenges are random decimal digits", arguments: [6, 8, 10])
  func random(length: Int) throws {
    var seen = Set<[UInt8]>()
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<2_000 {
      let digits = try Challenge(length: length).digits
      #expect(digits.count == length)
      for digit in digits { counts[Int(digit) - 0x30] += 1 }
      seen.insert(digits)
    }
    #expect(seen.count > 1_980)
    let mean = 2_000 * length / 10
    #expect(counts.allSatisfy { abs($0 - mean) < mean / 4 })
  }

  @Test("A secret has room for the PIN's digest and a key", arguments: [(20, false), (21, true), (128, true), (129, false)])
  func secretLength(length: Int, isGood: Bool) throws {
    let kind = try DeviceKind.ocra(suite("OCRA-1:HOTP-SHA1-6:QN08-PSHA1"))
    #expect(kind.secretLengths.contains(length) == isGood)
  }
}
