import OATH
import Testing

@testable import Countersign

@Suite struct HOTPMatcherTests {
  private func match(
    _ typed: UInt32, lookAhead: UInt32 = 10, next: UInt64, lastUsed: UInt64 = 0
  ) throws -> MovingFactorMatch {
    guard case .hotp(let parameters) = TestRecord.hotp(lookAhead: lookAhead) else { return .none }
    var state = DeviceState(id: 1, nextMovingFactor: next)
    state.lastUsed = lastUsed
    let secret = TestRecord.secret
    return try HOTPMatcher.match(typed, parameters: parameters, state: state, secret: secret.span)
  }

  @Test(
    "The codes of RFC 4226 appendix D are found",
    arguments: zip(
      0...,
      [
        755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489,
      ] as [UInt32]
    ).map { $0 })
  func published(counter: Int, code: UInt32) throws {
    #expect(try match(code, lookAhead: 0, next: UInt64(counter)) == .fresh(UInt64(counter), offset: 0))
    #expect(try match(code, lookAhead: 10, next: 0) == .fresh(UInt64(counter), offset: Int32(counter)))
  }

  @Test("Accepts the look-ahead window, not more and nothing before it", arguments: [0, 1, 10, 100] as [UInt32])
  func window(lookAhead: UInt32) throws {
    for distance in -3...Int64(lookAhead) + 3 {
      let counter = UInt64(1_000 + distance)
      let found = try match(Codes.value(counter), lookAhead: lookAhead, next: 1_000)
      let isInside = (0...Int64(lookAhead)).contains(distance)
      #expect(found == (isInside ? .fresh(counter, offset: Int32(distance)) : .none), "\(distance)")
    }
  }

  @Test("At the end of the counter the window ends", arguments: [0, 1, 5, 10] as [UInt64])
  func end(before: UInt64) throws {
    let next = UInt64.max - before
    for counter in next...UInt64.max {
      #expect(
        try match(Codes.value(counter), lookAhead: 100, next: next) == .fresh(counter, offset: Int32(counter - next)))
    }
    #expect(try match(Codes.value(0), lookAhead: 100, next: next) == .none)
  }

  @Test("The code just used is told apart from a wrong one, older ones are not")
  func replay() throws {
    #expect(try match(Codes.value(49), next: 50, lastUsed: 1) == .used)
    #expect(try match(Codes.value(48), next: 50, lastUsed: 1) == .none)
    #expect(try match(Codes.value(49), next: 50, lastUsed: 0) == .none)
    #expect(try match(Codes.value(0), next: 1, lastUsed: 1) == .used)
    #expect(try match(Codes.value(.max), next: 0, lastUsed: 1) == .none)
    #expect(try match(Codes.value(50), next: 50, lastUsed: 1) == .fresh(50, offset: 0))
  }
}
