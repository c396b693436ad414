import OATH
import Testing

@testable import Countersign

/// Which factors are asked: by the kinds that count, by what the policy sets for them, by what is disabled.
@Suite struct FactorPolicyTests {
  @Test("A factor of a kind that does not count is as if it were not there", arguments: [
    FactorKinds.totp, .hotp, [.totp, .hotp], .recoveryCodes, .temporaryCodes, [],
  ])
  func kinds(kinds: FactorKinds) throws {
    let codes = try RecoveryCodes()
    let temporary = try FreshTemporaryCode()
    let answers = try [self.text { codes.write(0, to: &$0) }, self.text { temporary.write(to: &$0) }]
    var bench = try CheckBench([TestRecord.totp(), TestRecord.hotp(digits: .seven)], codes: try codes.hashed())
    bench.record.temporary = try TestHelpdesk.temporary(1, try temporary.hashed(), from: bench.now)
    bench.kinds = kinds
    let all: [(FactorKinds, String, FactorLabel)] = [
      (.totp, try bench.code(1), try bench.label(1)), (.hotp, try bench.code(2, counter: 0), try bench.label(2)),
      (.recoveryCodes, answers[0], .recoveryCode(1)), (.temporaryCodes, answers[1], .temporaryCode),
    ]
    for (kind, answer, label) in all {
      let before = bench.state
      let counts = kinds.contains(kind)
      #expect(try bench.check(answer) == (counts ? .accepted(label) : .notACode))
      #expect(counts || bench.state == before)
    }
  }

  private func text(_ write: (inout SecretBytes) -> Void) throws -> String {
    var sink = try SecretBytes(capacity: 32)
    write(&sink)
    return Bytes.text(Bytes.copy(sink.bytes))
  }

  @Test("The policy's window is in place of the device's", arguments: [
    (nil, 1, true), (nil, 2, false), (0, 1, false), (0, 0, true), (3, 3, true), (3, -3, true), (3, 4, false),
    (10, 10, true), (11, 10, true), (.max, 10, true), (.max, 11, false),
  ] as [(UInt32?, Int64, Bool)])
  func window(window: UInt32?, steps: Int64, isAccepted: Bool) throws {
    var bench = try CheckBench([TestRecord.totp()])
    bench.window = window
    #expect(try bench.check(bench.code(1, steps: steps)) == (isAccepted ? .accepted(bench.label(1)) : .wrong))
  }

  @Test("A narrower window makes a code out of reach, a wider one brings it near")
  func reach() throws {
    var bench = try CheckBench([TestRecord.totp()])
    try bench.change(1) { $0.nextMovingFactor = CheckBench.now / 30 + 3 }
    #expect(try bench.check("000000") == .aheadOfClock(bench.label(1), seconds: 60))
    bench.window = 3
    #expect(try bench.check(bench.code(1, steps: 3)) == .accepted(bench.label(1)))
  }

  @Test("The policy's look-ahead is in place of the device's", arguments: [
    (nil, 10, true), (nil, 11, false), (0, 0, true), (0, 1, false), (20, 20, true), (20, 21, false),
    (.max, 100, true), (.max, 101, false),
  ] as [(UInt32?, UInt64, Bool)])
  func lookAhead(lookAhead: UInt32?, counter: UInt64, isAccepted: Bool) throws {
    var bench = try CheckBench([TestRecord.hotp()])
    bench.lookAhead = lookAhead
    #expect(
      try bench.check(bench.code(1, counter: counter)) == (isAccepted ? .accepted(bench.label(1)) : .wrong))
  }

  @Test("A device that an administrator has disabled is neither asked nor blamed")
  func disabled() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.totp()])
    bench.record.disable(1, since: 5)
    let code = try bench.code(1)
    #expect(try bench.check(code) == .wrong)
    #expect(bench.misses(1) == 0 && bench.misses(2) == 1)
    #expect(try bench.check(bench.code(2)) == .accepted(bench.label(2)))
    bench.record.disable(2, since: 6)
    let before = bench.state
    for answer in [code, "000000"] {
      #expect(try bench.check(answer) == .disabledByAdministrator(bench.label(1)))
    }
    #expect(try bench.check("1234567") == .notACode)
    #expect(bench.state == before)
    bench.record.disable(1, since: nil)
    #expect(try bench.check(code) == .accepted(bench.label(1)))
  }

  @Test("A device that has expired is neither asked nor blamed, from that second on", arguments: [0, 1] as [UInt64])
  func expired(since: UInt64) throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.totp()])
    let code = try bench.code(1)
    bench.record.expire(1, at: bench.now - since)
    #expect(try bench.check(code) == .wrong)
    #expect(bench.misses(1) == 0 && bench.misses(2) == 1)
    bench.record.expire(2, at: bench.now)
    let before = bench.state
    for answer in [code, "000000"] { #expect(try bench.check(answer) == .expiredDevice(bench.label(1))) }
    #expect(try bench.check("1234567") == .notACode)
    bench.record.disable(2, since: 5)
    #expect(try bench.check(code) == .disabledByAdministrator(bench.label(2)))
    #expect(bench.state == before)
    bench.record.expire(1, at: bench.now + 1)
    #expect(try bench.check(code) == .accepted(bench.label(1)))
  }

  @Test("Where another device rests after wrong codes that is said")
  func disabledAndResting() throws {
    var bench = try CheckBench([TestRecord.totp(), TestRecord.totp()])
    bench.record.disable(1, since: 5)
    try bench.change(2) { $0.misses.count = 100 }
    #expect(try bench.check("000000") == .disabled)
    try bench.change(2) { state in
      state.misses.count = 5
      state.misses.last = CheckBench.now
    }
    #expect(try bench.check("000000") == .throttled(until: CheckBench.now + 30))
  }
}
