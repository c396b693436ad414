import Testing

@testable import Countersign

@Suite struct RecoveryWarningTests {
  private static let now: UInt64 = 1_800_000_000

  private func record(codes: Int = 10) throws -> UserRecord {
    let all = TestRecord.recovery()
    let set = RecoveryCodeSet(number: 3, created: 7, form: .digits, codes: Array(all.codes.prefix(codes)))
    return try TestRecord.make([TestRecord.totp()], recovery: set)
  }

  private func state(used: UInt16, set: UInt32 = 3) -> UserState {
    var state = UserState()
    (state.recoverySet, state.recoveryUsed) = (set, used)
    return state
  }

  @Test("From two left on the number is told", arguments: [
    (0b00_0000_0000, nil), (0b00_0111_1111, nil), (0b00_1111_1111, 2), (0b11_1111_0011, 2), (0b01_1111_1111, 1),
    (0b11_1111_1111, 0), (0xFFFF, 0),
  ] as [(UInt16, Int?)])
  func few(used: UInt16, left: Int?) throws {
    var state = state(used: used)
    #expect(try state.warnOfRecoveryCodes(of: record(), .all, now: Self.now) == left)
    #expect(state.recoveryWarned == (left == nil ? 0 : UInt32(Self.now / 60)))
  }

  @Test("A set that came with few codes is told of, too", arguments: [(1, 1), (2, 2), (3, nil)] as [(Int, Int?)])
  func small(codes: Int, left: Int?) throws {
    var state = state(used: 0)
    #expect(try state.warnOfRecoveryCodes(of: record(codes: codes), .all, now: Self.now) == left)
  }

  @Test("Once in 24 hours, and at once after the clock was set back")
  func often() throws {
    var state = state(used: 0x3FF)
    func warned(after seconds: Int64) throws -> Bool {
      try state.warnOfRecoveryCodes(of: record(), .all, now: UInt64(Int64(Self.now) + seconds)) != nil
    }
    #expect(try warned(after: 0))
    #expect(try !warned(after: 0) && !warned(after: 86_399 - 60))
    #expect(try warned(after: 86_400))
    #expect(try !warned(after: 86_400 * 2 - 60))
    #expect(try warned(after: -86_400))
    #expect(try !warned(after: -86_340))
  }

  @Test("No set, a set that was put back, and codes that do not count are no reason")
  func none() throws {
    var state = state(used: 0x3FF)
    #expect(try state.warnOfRecoveryCodes(of: TestRecord.make([TestRecord.totp()]), .all, now: Self.now) == nil)
    #expect(try state.warnOfRecoveryCodes(of: record(), [.totp], now: Self.now) == nil)
    var newer = self.state(used: 0x3FF, set: 4)
    #expect(try newer.warnOfRecoveryCodes(of: record(), .all, now: Self.now) == nil)
    #expect(state.recoveryWarned == 0 && newer.recoveryWarned == 0)
  }
}
