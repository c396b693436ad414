import OATH
import Testing

@testable import Countersign

/// Codes that were sent, at a login: when they count, how often, and what moves.
@Suite struct SentCheckTests {
  /// A user with one such device, and perhaps others before it.
  private func bench(_ others: [DeviceKind] = [], lifetime: UInt32 = 600) throws -> (CheckBench, id: UInt32) {
    var bench = try CheckBench(others)
    let key = try TestKey.make()
    let kind = DeviceKind.sent(try TestSent.parameters(lifetime: lifetime))
    let secret = TestSent.secret
    let added = try bench.record.add(
      kind, name: TestRecord.name("SMS"), created: 1, secret: secret.span, key: key)
    let device = try #require(added)
    bench.state.set(DeviceState(id: device.id, nextMovingFactor: 1))
    bench.deliveries = [try TestSent.way()]
    return (bench, device.id)
  }

  /// As ``UserStore/makeCode(for:of:throttle:clock:)`` changes the state.
  private func send(_ bench: inout CheckBench, _ id: UInt32) throws -> String {
    let now = bench.now
    try bench.change(id) { state in
      state.nextMovingFactor += 1
      state.sentAt = now
      state.sendings += 1
    }
    return try code(try #require(bench.state.device(id)).nextMovingFactor)
  }

  private func code(_ movingFactor: UInt64) throws -> String {
    try TestSent.code(movingFactor, TestSent.parameters())
  }

  @Test("A code counts once")
  func once() throws {
    var (bench, id) = try bench()
    let sent = try send(&bench, id)
    #expect(try bench.check(sent) == .accepted(bench.label(id)))
    #expect(bench.state.device(id)?.sentAt == 0)
    #expect(bench.state.device(id)?.sendings == 0)
    #expect(bench.state.device(id)?.lastUsed == bench.now)
    #expect(try bench.check(sent) == .replayed(bench.label(id)))
    #expect(bench.misses(id) == 0)
  }

  @Test("A code counts up to the end of its lifetime, and not a second longer", arguments: [
    (0, true), (1, true), (599, true), (600, false), (601, false), (100_000, false),
  ] as [(UInt64, Bool)])
  func lifetime(age: UInt64, counts: Bool) throws {
    var (bench, id) = try bench()
    let sent = try send(&bench, id)
    bench.now += age
    let label = try bench.label(id)
    #expect(try bench.check(sent) == (counts ? .accepted(label) : .expiredSentCode(label)))
    #expect(bench.misses(id) == 0)
  }

  @Test("A code from the future is of a clock that was wrong")
  func future() throws {
    var (bench, id) = try bench()
    let sent = try send(&bench, id)
    bench.now -= 1
    #expect(try bench.check(sent) == .expiredSentCode(bench.label(id)))
  }

  @Test("A new code voids the old one")
  func replaced() throws {
    var (bench, id) = try bench()
    let first = try send(&bench, id)
    let second = try send(&bench, id)
    #expect(try bench.check(first) == .wrong)
    #expect(try bench.check(second) == .accepted(bench.label(id)))
    #expect(try bench.check(first) == .notACode)
  }

  @Test("A wrong code counts, and leaves the code that is out")
  func wrong() throws {
    var (bench, id) = try bench()
    let sent = try send(&bench, id)
    let before = try #require(bench.state.device(id))
    #expect(try bench.check(sent == "000000" ? "000001" : "000000") == .wrong)
    #expect(bench.misses(id) == 1)
    #expect(bench.state.device(id)?.sentAt == before.sentAt)
    #expect(bench.state.device(id)?.nextMovingFactor == before.nextMovingFactor)
    #expect(bench.state.device(id)?.sendings == 1)
    #expect(try bench.check(sent) == .accepted(bench.label(id)))
  }

  @Test("With automatic resynchronisation denied, a wrong code leaves it out just so")
  func wrongWithoutResync() throws {
    var (bench, id) = try bench()
    bench.resync = .deny
    let sent = try send(&bench, id)
    _ = try bench.check(sent == "000000" ? "000001" : "000000")
    #expect(try bench.check(sent) == .accepted(bench.label(id)))
  }

  @Test("Where no code is out, the code of another device is no miss")
  func unasked() throws {
    var (bench, id) = try bench([TestRecord.totp()])
    #expect(try bench.check("000000") == .wrong)
    #expect(bench.misses(id) == 0 && bench.misses(1) == 1)
    let sent = try send(&bench, id)
    bench.now += 600
    #expect(try bench.check("000000") == .wrong)
    #expect(bench.misses(id) == 0 && bench.misses(1) == 2)
    #expect(try bench.check(sent) == .expiredSentCode(bench.label(id)))
  }

  @Test("The code of the device that was never sent one is not accepted")
  func neverSent() throws {
    var (bench, _) = try bench()
    for movingFactor in UInt64(0)...3 { #expect(try bench.check(code(movingFactor)) == .notACode) }
  }

  @Test("No look-ahead: the code of the next sending is not accepted before it is sent")
  func noLookAhead() throws {
    var (bench, id) = try bench()
    _ = try send(&bench, id)
    #expect(try bench.check(code(3)) == .wrong)
    #expect(try bench.check(code(4)) == .wrong)
  }

  @Test("Without a Deliver of its way, or with another kind in Factors, the device is as if it were not there")
  func off() throws {
    var (bench, id) = try bench()
    let sent = try send(&bench, id)
    bench.deliveries = []
    #expect(try bench.check(sent) == .notACode)
    bench.deliveries = [try TestSent.way("mail")]
    #expect(try bench.check(sent) == .notACode)
    bench.deliveries = [try TestSent.way()]
    bench.kinds = FactorKinds.all.subtracting(.sent)
    #expect(try bench.check(sent) == .notACode)
    bench.kinds = .sent
    #expect(try bench.check(sent) == .accepted(bench.label(id)))
  }

  @Test("Another one's secret gives other codes")
  func otherSecret() throws {
    var other = TestSent.secret
    other[0] ^= 1
    let codes = try (UInt64(1)...8).map { try TestSent.code($0, TestSent.parameters(), secret: other) }
    #expect(try codes != (UInt64(1)...8).map(code))
  }

  @Test("Enrolling takes the first code and no other")
  func firstCode() throws {
    let kind = DeviceKind.sent(try TestSent.parameters())
    let first = Bytes.of(try code(SentCode.firstMovingFactor))
    let second = Bytes.of(try code(SentCode.firstMovingFactor + 1))
    func finding(_ answer: [UInt8]) throws -> FirstCode.Finding {
      let secret = TestSent.secret
      return try FirstCode.check(
        answer.span, kind: kind, secret: secret.span, counter: SentCode.firstMovingFactor, now: 1_000)
    }
    #expect(try finding(first) == .confirmed(nextMovingFactor: SentCode.firstMovingFactor + 1, drift: 0))
    #expect(try finding(second) == .wrong)
    #expect(try finding(Bytes.of("12345")) == .notACode)
  }
}
