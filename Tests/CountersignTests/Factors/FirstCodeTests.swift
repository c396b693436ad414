import OATH
import Testing

@testable import Countersign

@Suite struct FirstCodeTests {
  static let now: UInt64 = 1_800_000_000

  private func check(
    _ answer: String, _ kind: DeviceKind, counter: UInt64 = 0, now: UInt64 = now
  ) throws -> FirstCode.Finding {
    let answer = Bytes.of(answer)
    let secret = TestRecord.secret
    return try FirstCode.check(answer.span, kind: kind, secret: secret.span, counter: counter, now: now)
  }

  @Test(
    "A clock that is off by up to ten steps is remembered", arguments: [0, 1, 5, 10] as [UInt32],
    [
      HashAlgorithm.sha1, .sha256, .sha512,
    ])
  func drift(window: UInt32, algorithm: HashAlgorithm) throws {
    let kind = TestRecord.totp(algorithm, digits: .eight, window: window)
    let step = FirstCodeTests.now / 30
    for offset in Int64(-10)...10 {
      let movingFactor = UInt64(Int64(step) + offset)
      let drift = offset.magnitude <= window ? 0 : Int32(offset)
      let finding = try check(Codes.text(movingFactor, kind: kind), kind)
      #expect(finding == .confirmed(nextMovingFactor: movingFactor + 1, drift: drift))
    }
  }

  @Test("A drift that was remembered lets the next code in")
  func nextCode() throws {
    let kind = TestRecord.totp(digits: .eight)
    let step = FirstCodeTests.now / 30
    guard case .totp(let parameters) = kind,
      case .confirmed(let next, let drift) = try check(Codes.text(step - 7, kind: kind), kind)
    else {
      Issue.record("not confirmed")
      return
    }
    var state = DeviceState(id: 1, nextMovingFactor: next)
    state.drift = drift
    let secret = TestRecord.secret
    let code = try Codes.value(step - 6, digits: .eight)
    let match = try TOTPMatcher.match(
      code, parameters: parameters, state: state, secret: secret.span, now: FirstCodeTests.now + 30)
    #expect(match == .fresh(step - 6, offset: 0))
  }

  @Test(
    "A clock that is off by more is named with its sign",
    arguments: [
      11, -11, 12, 120, -120, 240, 1_440, -1_440, 1_500, -1_500,
    ] as [Int64], [30, 60] as [UInt64])
  func clockOff(offset: Int64, period: UInt64) throws {
    let kind = TestRecord.totp(digits: .eight, period: period)
    let movingFactor = UInt64(Int64(FirstCodeTests.now / period) + offset)
    let finding = try check(Codes.text(movingFactor, kind: kind), kind)
    #expect(finding == .clockOff(seconds: offset * Int64(period)))
  }

  @Test("Further away a code is wrong", arguments: [1_501, -1_501, 5_000] as [Int64])
  func wrong(offset: Int64) throws {
    let kind = TestRecord.totp(digits: .eight)
    let movingFactor = UInt64(Int64(FirstCodeTests.now / 30) + offset)
    #expect(try check(Codes.text(movingFactor, kind: kind), kind) == .wrong)
  }

  @Test("At both ends of time nothing traps")
  func ends() throws {
    let kind = TestRecord.totp(digits: .eight)
    #expect(try check(Codes.text(0, kind: kind), kind, now: 0) == .confirmed(nextMovingFactor: 1, drift: 0))
    #expect(try check(Codes.text(3, kind: kind), kind, now: 0) == .confirmed(nextMovingFactor: 4, drift: 3))
    let last = UInt64.max / 30
    #expect(
      try check(Codes.text(last, kind: kind), kind, now: .max) == .confirmed(nextMovingFactor: last + 1, drift: 0))
    #expect(try check("00000000", kind, now: .max) == .wrong)
  }

  @Test("What has not as many digits is no code", arguments: ["", "12345", "1234567", "12345a", "ABCD-EFGH-IJKL-MNOP"])
  func notACode(answer: String) throws {
    #expect(try check(answer, TestRecord.totp()) == .notACode)
    #expect(try check(answer, TestRecord.hotp()) == .notACode)
  }

  @Test("An event-based code is looked for from the counter on")
  func eventBased() throws {
    let kind = TestRecord.hotp(digits: .eight, lookAhead: 2)
    for counter in [0, 7, 1 << 40] as [UInt64] {
      for ahead in UInt64(0)...4 {
        let finding = try check(Codes.text(counter + ahead, kind: kind), kind, counter: counter)
        #expect(finding == (ahead <= 2 ? .confirmed(nextMovingFactor: counter + ahead + 1, drift: 0) : .wrong))
      }
    }
    #expect(try check(Codes.text(.max, kind: kind), kind, counter: .max) == .wrong)
    #expect(
      try check(Codes.text(.max - 1, kind: kind), kind, counter: .max - 1)
        == .confirmed(nextMovingFactor: .max, drift: 0))
  }

  @Test("Blanks between groups do not matter")
  func grouped() throws {
    let kind = TestRecord.totp()
    let step = FirstCodeTests.now / 30
    let code = try Codes.text(step, kind: kind)
    #expect(
      try check("\(code.prefix(3)) \(code.suffix(3))", kind) == .confirmed(nextMovingFactor: step + 1, drift: 0))
  }
}
