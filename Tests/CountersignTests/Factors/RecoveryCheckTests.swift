import OATH
import Testing

@testable import Countersign

@Suite struct RecoveryCheckTests {
  /// As written down, with hyphens.
  private let codes: [String]
  private let hashed: [RecoveryCodeSet.HashedCode]

  init() throws {
    let fresh = try RecoveryCodes()
    codes = try (0..<RecoveryCodeSet.size).map { index in
      var sink = try SecretBytes(capacity: 32)
      fresh.write(index, to: &sink)
      return Bytes.text(Bytes.copy(sink.bytes))
    }
    hashed = try fresh.hashed()
  }

  private func bench() throws -> CheckBench {
    try CheckBench([TestRecord.totp()], codes: hashed)
  }

  @Test("Every code is accepted once, in any order and spelling")
  func once() throws {
    var bench = try bench()
    let spellings: [(String) -> String] = [
      { $0 }, { $0.lowercased() }, { $0.replacing("-", with: "") }, { $0.lowercased().replacing("-", with: " ") },
    ]
    var used: UInt16 = 0
    for index in [9, 0, 4, 1, 2, 3, 5, 6, 7, 8] {
      let typed = spellings[index % 4](codes[index])
      #expect(try bench.check(typed) == .accepted(.recoveryCode(index + 1)))
      used |= 1 << UInt16(index)
      #expect(bench.state.recoveryUsed == used && bench.state.recoverySet == 1)
      let before = bench.state
      for spelling in spellings {
        #expect(try bench.check(spelling(codes[index])) == .replayed(.recoveryCode(index + 1)))
      }
      #expect(bench.state == before)
    }
    #expect(bench.misses(1) == 0 && bench.state.device(1)?.nextMovingFactor == 0)
  }

  @Test("A wrong code is a miss of the recovery codes alone, and they wait alone")
  func wrong() throws {
    var bench = try bench()
    for miss in 1...5 {
      #expect(try bench.check("AAAA-AAAA-AAAA-AAAA") == .wrong)
      #expect(bench.state.recoveryMisses.count == UInt32(miss) && bench.misses(1) == 0)
    }
    let before = bench.state
    #expect(try bench.check(codes[0]) == .throttled(until: CheckBench.now + 30))
    #expect(bench.state == before)
    #expect(try bench.check(bench.code(1)) == .accepted(bench.label(1)))
    #expect(bench.state.recoveryMisses.count == 5)
    bench.now += 30
    #expect(try bench.check(codes[0]) == .accepted(.recoveryCode(1)))
    #expect(bench.state.recoveryMisses == MissCount())
  }

  @Test("While the device waits a recovery code still lets in")
  func deviceWaits() throws {
    var bench = try bench()
    try bench.change(1) { $0.misses.count = 100 }
    #expect(try bench.check(bench.code(1)) == .disabled)
    #expect(try bench.check(codes[3]) == .accepted(.recoveryCode(4)))
    #expect(bench.misses(1) == 100)
  }

  @Test("Marks of an older set do not count for a newer one")
  func newerSet() throws {
    var bench = try bench()
    bench.state.recoverySet = 1
    bench.state.recoveryUsed = 0b11_1111_1111
    #expect(try bench.check(codes[0]) == .replayed(.recoveryCode(1)))
    bench.record.recovery = RecoveryCodeSet(number: 2, created: 1, codes: hashed)
    #expect(try bench.check(codes[1]) == .accepted(.recoveryCode(2)))
    #expect(bench.state.recoverySet == 2 && bench.state.recoveryUsed == 0b10)
  }

  @Test("A set older than the state knows is refused: somebody put an old record back")
  func olderSet() throws {
    var bench = try bench()
    bench.state.recoverySet = 2
    let before = bench.state
    for code in codes { #expect(try bench.check(code) == .notACode) }
    #expect(bench.state == before)
  }

  @Test("Imported codes of eight digits are tried behind devices of eight digits, and wait apart from them")
  func digits() throws {
    let code = Bytes.of("12345678")
    var bench = try CheckBench([TestRecord.totp(digits: .eight), TestRecord.totp()])
    bench.record.recovery = RecoveryCodeSet(
      number: 1, created: 1, form: .digits, codes: [try RecoveryCodeSet.HashedCode(hashing: code.span)])
    #expect(try bench.check("1234 5678") == .accepted(.recoveryCode(1)))
    #expect(try bench.check("12345678") == .replayed(.recoveryCode(1)))
    #expect(try bench.check("12345679") == .wrong)
    #expect(bench.state.recoveryMisses.count == 1 && bench.misses(1) == 1 && bench.misses(2) == 0)
    #expect(try bench.check(bench.code(1)) == .accepted(bench.label(1)))
    #expect(bench.state.recoveryMisses.count == 1)
    #expect(try bench.check("AAAA-AAAA-AAAA-AAAA") == .notACode)
    #expect(try bench.check("123456") == .wrong && bench.state.recoveryMisses.count == 1)
  }

  @Test("Without recovery codes there are none")
  func none() throws {
    var bench = try CheckBench([TestRecord.totp()])
    #expect(try bench.check(codes[0]) == .notACode)
  }
}
