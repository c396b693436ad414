import OATH
import Testing

@testable import Countersign

/// An enrolment ticket that is typed in place of a code.
@Suite struct TicketCheckTests {
  private static let time = CheckBench.now - 10
  private let code: String
  private let hashed: RecoveryCodeSet.HashedCode

  init() throws {
    let fresh = try FreshTemporaryCode()
    var sink = try SecretBytes(capacity: 16)
    fresh.write(to: &sink)
    code = Bytes.text(Bytes.copy(sink.bytes))
    hashed = try fresh.hashed()
  }

  private func bench(_ kinds: [DeviceKind] = [], number: UInt32 = 1) throws -> CheckBench {
    var bench = try CheckBench(kinds)
    bench.record.temporary = TemporaryCode(
      .enrolment, number: number, created: Self.time, until: Self.time + 900, by: try TestRecord.user("root"),
      code: hashed)
    return bench
  }

  private func mark(_ bench: borrowing CheckBench) throws -> UInt32 { try #require(bench.record.temporary).mark }

  private var wrong: String { (code.hasPrefix("0") ? "1" : "0") + code.dropFirst() }

  @Test("A ticket is no factor: it is told from an accepted code, and stays as it is")
  func isNoFactor() throws {
    var bench = try bench(number: 4)
    bench.state.temporaryUsed = 3
    for _ in 0..<3 { #expect(try bench.check(code) == .ticket(mark: try mark(bench))) }
    #expect(bench.state.temporaryUsed == 3)
    #expect(Verdict(.ticket(mark: 4)) == .refused(.ticketAlone(mark: 4)))
  }

  @Test("Wrong ones are misses and rest; a right one ends the count")
  func misses() throws {
    var bench = try bench()
    for miss in 1...4 {
      #expect(try bench.check(wrong) == .wrong)
      #expect(bench.state.temporaryMisses.count == UInt32(miss))
    }
    #expect(try bench.check(code) == .ticket(mark: try mark(bench)))
    #expect(bench.state.temporaryMisses == MissCount())
    for _ in 1...5 { #expect(try bench.check(wrong) == .wrong) }
    #expect(try bench.check(code) == .throttled(until: CheckBench.now + 30))
  }

  @Test("It holds from its own second up to its end, and not when it was used or taken back")
  func time() throws {
    var bench = try bench()
    bench.now = Self.time + 900
    #expect(try bench.check(code) == .expiredTemporaryCode)
    bench.now = Self.time - 1
    #expect(try bench.check(code) == .expiredTemporaryCode)
    bench.now = CheckBench.now
    bench.state.temporaryUsed = 1
    #expect(try bench.check(code) == .replayed(.temporaryCode))
  }

  @Test("Who has a device has no use for one, and a ticket of such a user counts for nothing")
  func enrolled() throws {
    var bench = try bench([TestRecord.totp()])
    #expect(try bench.check(code) == .notACode)
    #expect(bench.state.temporaryUsed == 0)
  }
}
