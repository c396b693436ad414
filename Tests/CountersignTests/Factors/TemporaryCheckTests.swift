import OATH
import Testing

@testable import Countersign

@Suite struct TemporaryCheckTests {
  private static let time = CheckBench.now - 10

  /// As it is read out, with its blank.
  private let code: String
  private let hashed: RecoveryCodeSet.HashedCode

  init() throws {
    let fresh = try FreshTemporaryCode()
    var sink = try SecretBytes(capacity: 16)
    fresh.write(to: &sink)
    code = Bytes.text(Bytes.copy(sink.bytes))
    hashed = try fresh.hashed()
  }

  private func bench(_ kinds: [DeviceKind] = [TestRecord.totp()], number: UInt32 = 1) throws -> CheckBench {
    var bench = try CheckBench(kinds)
    bench.record.temporary = try TestHelpdesk.temporary(number, hashed, from: Self.time)
    return bench
  }

  /// Eight digits that are not the code.
  private var wrong: String { (code.hasPrefix("0") ? "1" : "0") + code.dropFirst() }

  @Test("It is accepted once, with and without the blank, and by who has no device")
  func once() throws {
    for spelling in [code, code.replacing(" ", with: ""), code.replacing(" ", with: "-")] {
      for kinds in [[], [TestRecord.totp()], [TestRecord.totp(digits: .eight)]] {
        var bench = try bench(kinds, number: 4)
        bench.state.temporaryUsed = 3
        #expect(try bench.check(spelling) == .accepted(.temporaryCode))
        #expect(bench.state.temporaryUsed == 4)
        let before = bench.state
        #expect(try bench.check(spelling) == .replayed(.temporaryCode))
        #expect(bench.state == before && bench.misses(1) ?? 0 == 0)
      }
    }
  }

  @Test("It holds from its own second up to its end", arguments: [
    (-1, false), (-1_000_000, false), (0, true), (899, true), (900, false), (1_000_000, false),
  ] as [(Int64, Bool)])
  func time(after: Int64, holds: Bool) throws {
    var bench = try bench()
    bench.now = UInt64(Int64(Self.time) + after)
    let before = bench.state
    #expect(try bench.check(code) == (holds ? .accepted(.temporaryCode) : .expiredTemporaryCode))
    #expect(holds || bench.state == before)
  }

  @Test("Other digits are just wrong, also when its time is over")
  func wrongAndExpired() throws {
    var bench = try bench()
    bench.now = Self.time + 5_000
    #expect(try bench.check(wrong) == .wrong)
    #expect(bench.state.temporaryMisses.count == 1 && bench.misses(1) == 0)
  }

  @Test("It waits by itself after wrong codes, and only codes of its form count")
  func throttled() throws {
    var bench = try bench()
    for miss in 1...5 {
      #expect(try bench.check(wrong) == .wrong)
      #expect(bench.state.temporaryMisses.count == UInt32(miss))
      #expect(bench.state.temporaryMisses.last == bench.now && bench.misses(1) == 0)
    }
    let before = bench.state
    for answer in [code, wrong] { #expect(try bench.check(answer) == .throttled(until: CheckBench.now + 30)) }
    #expect(bench.state == before)
    #expect(try bench.check("000000") == .wrong)
    #expect(bench.state.temporaryMisses.count == 5 && bench.misses(1) == 1)
    #expect(try bench.check(bench.code(1)) == .accepted(bench.label(1)))
    bench.now += 30
    #expect(try bench.check(code) == .accepted(.temporaryCode))
    #expect(bench.state.temporaryMisses == MissCount())
  }

  @Test("A device of eight digits is asked first, and is not blamed for a temporary code")
  func eightDigits() throws {
    var bench = try bench([TestRecord.totp(digits: .eight)])
    #expect(try bench.check(wrong) == .wrong)
    #expect(bench.state.temporaryMisses.count == 1 && bench.misses(1) == 1)
    #expect(try bench.check(bench.code(1)) == .accepted(bench.label(1)))
    #expect(bench.state.temporaryUsed == 0)
    #expect(try bench.check(code) == .accepted(.temporaryCode))
    #expect(bench.misses(1) == 0)
  }

  @Test("While all devices rest it still lets in")
  func devicesRest() throws {
    var bench = try bench()
    try bench.change(1) { $0.misses.count = 100 }
    #expect(try bench.check(code) == .accepted(.temporaryCode))
  }

  @Test("One that was revoked or replaced meanwhile is used")
  func superseded() throws {
    var bench = try bench(number: 3)
    bench.state.temporaryUsed = 3
    #expect(try bench.check(code) == .replayed(.temporaryCode))
    bench.state.temporaryUsed = .max
    #expect(try bench.check(code) == .replayed(.temporaryCode))
  }

  @Test("Behind a password it is found by its eight digits")
  func split() throws {
    let answer = Bytes.of("secret12345678")
    var record = try TestRecord.make([TestRecord.totp()])
    #expect(AnswerSplit.all(of: answer.span, for: record).map(\.codeStart) == [8])
    record.temporary = try TestHelpdesk.temporary()
    #expect(AnswerSplit.all(of: answer.span, for: record).map(\.codeStart) == [6, 8])
    var bare = try TestRecord.make([])
    bare.temporary = record.temporary
    #expect(AnswerSplit.all(of: answer.span, for: bare).map(\.codeStart) == [6])
  }
}
