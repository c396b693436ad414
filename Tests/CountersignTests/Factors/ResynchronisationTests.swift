import OATH
import Testing

@testable import Countersign

@Suite struct ResynchronisationTests {
  static let now: UInt64 = 1_800_000_000
  static let step = Int64(now / 30)

  private func search(
    _ kind: DeviceKind, next: UInt64 = 0, drift: Int32 = 0, now: UInt64 = ResynchronisationTests.now
  ) throws -> Resynchronisation {
    let device = try #require(try TestRecord.make([kind]).devices.first)
    var state = DeviceState(id: device.id, nextMovingFactor: next, drift: drift)
    state.misses.count = 100
    state.lastOffset = 1
    return Resynchronisation(device: device, state: state, now: now)
  }

  private func find(
    _ search: inout Resynchronisation, _ first: String, _ second: String
  ) throws -> Resynchronisation.Finding {
    let secret = TestRecord.secret
    return try search.find(Bytes.of(first).span, Bytes.of(second).span, secret: secret.span)
  }

  private func pair(_ second: UInt64, _ kind: DeviceKind) throws -> (String, String) {
    (try Codes.text(second - 1, kind: kind), try Codes.text(second, kind: kind))
  }

  @Test("A clock is found up to 1,500 steps away, within the window it is right", arguments: [
    -1_501, -1_500, -1_440, -2, -1, 0, 1, 2, 240, 1_500, 1_501,
  ] as [Int64], [1, 0, 10] as [UInt32])
  func steps(offset: Int64, window: UInt32) throws {
    let kind = TestRecord.totp(window: window)
    var search = try search(kind)
    let before = search.state
    // The first code of a pair may lie just outside of what is searched; then the pair does too.
    let second = UInt64(Self.step + offset)
    let (first, next) = try pair(second, kind)
    let finding = try find(&search, first, next)
    guard offset > -1_500, offset <= 1_500 else {
      #expect(finding == .notFound && search.state == before)
      return
    }
    let drift = offset.magnitude <= window ? 0 : Int32(offset)
    #expect(finding == .inStep(drift: drift))
    #expect(search.state.nextMovingFactor == second + 1)
    #expect(search.state.drift == drift && search.state.referenceDrift == drift && search.state.lastOffset == 0)
    #expect(search.state.misses == MissCount() && search.state.lastUsed == Self.now)
  }

  @Test("A counter is found up to 1,000 ahead, never behind", arguments: [0, 1, 11, 999, 1_000, 1_001] as [UInt64])
  func counters(passedOver: UInt64) throws {
    let kind = TestRecord.hotp()
    var search = try search(kind, next: 50)
    let (first, second) = try pair(50 + passedOver + 1, kind)
    let finding = try find(&search, first, second)
    #expect(finding == (passedOver <= 1_000 ? .inCount(passedOver: passedOver) : .notFound))
    #expect(search.state.nextMovingFactor == (passedOver <= 1_000 ? 52 + passedOver : 50))
    var behind = try self.search(kind, next: 52 + passedOver)
    let old = try find(&behind, first, second)
    #expect(old == .notFound)
  }

  @Test("The codes must follow each other", arguments: [(0, 0), (1, 0), (0, 2), (0, -1)] as [(Int64, Int64)])
  func order(first: Int64, second: Int64) throws {
    for kind in [TestRecord.totp(), TestRecord.hotp()] {
      var search = try search(kind, next: kind == TestRecord.hotp() ? UInt64(Self.step) : 0)
      let before = search.state
      let finding = try find(
        &search, Codes.text(UInt64(Self.step + 40 + first), kind: kind),
        Codes.text(UInt64(Self.step + 40 + second), kind: kind))
      #expect(finding == .notFound && search.state == before)
    }
  }

  @Test("Used codes are found out, both of them and one of them", arguments: [-1, 0, 1] as [Int64])
  func used(distance: Int64) throws {
    let kind = TestRecord.totp()
    let second = UInt64(Self.step)
    // The least that may be accepted lies behind the first code, at the second one, at the first one.
    var search = try search(kind, next: UInt64(Self.step - distance))
    let before = search.state
    let (first, next) = try pair(second, kind)
    let finding = try find(&search, first, next)
    #expect(finding == (distance == 1 ? .inStep(drift: 0) : .used))
    #expect((search.state == before) == (distance != 1))
  }

  @Test("Used codes ahead of the clock give way to the two codes", arguments: [3, 2_880, 10_000_000] as [Int64])
  func ahead(steps: Int64) throws {
    let kind = TestRecord.totp()
    var search = try search(kind, next: UInt64(Self.step + steps))
    let (first, second) = try pair(UInt64(Self.step), kind)
    #expect(try find(&search, first, second) == .inStep(drift: 0))
    #expect(search.state.nextMovingFactor == UInt64(Self.step + 1))
    #expect(try find(&search, first, second) == .used)
  }

  @Test("A device that is fast has used codes ahead of the clock, and they stay used")
  func fast() throws {
    let kind = TestRecord.totp()
    var search = try search(kind, next: UInt64(Self.step + 241), drift: 240)
    let (first, second) = try pair(UInt64(Self.step + 100), kind)
    #expect(try find(&search, first, second) == .used)
  }

  @Test("What has not the form of a code is none", arguments: [
    ("", "755224"), ("755224", ""), ("12345", "755224"), ("1234567", "755224"), ("abcdef", "755224"),
  ])
  func notACode(first: String, second: String) throws {
    var search = try search(TestRecord.hotp())
    #expect(try find(&search, first, second) == .notACode)
    // RFC 4226 appendix D, with blanks as people type them.
    #expect(try find(&search, " 755 224", "287-082") == .inCount(passedOver: 0))
  }

  @Test("At the ends of time and of counting nothing traps")
  func ends() throws {
    for now in [0, 29, 30, .max] as [UInt64] {
      var search = try search(TestRecord.totp(period: 10), now: now)
      _ = try find(&search, "000000", "000000")
      var ahead = try self.search(TestRecord.totp(), next: .max, drift: .min, now: now)
      _ = try find(&ahead, "000000", "000000")
    }
    let kind = TestRecord.hotp()
    for (next, found) in [(UInt64.max - 2, true), (.max - 1, false), (.max, false)] {
      var search = try search(kind, next: next)
      let finding = try find(
        &search, Codes.text(next, kind: kind), Codes.text(next == .max ? 0 : next + 1, kind: kind))
      #expect((finding == .inCount(passedOver: 0)) == found, "\(next)")
    }
  }
}
