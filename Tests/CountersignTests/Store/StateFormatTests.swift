import Testing

@testable import Countersign

@Suite struct StateFormatTests {
  let user: UserName

  init() throws { user = try TestRecord.user("alice") }

  private func encode(_ state: UserState, generation: UInt64 = 1) throws -> [UInt8] {
    try #require(StateFormat.encode(StateFormat.Slot(generation: generation, state: state), user: user))
  }

  @Test("A slot comes back, from empty to full", arguments: [0, 1, 2, 19, 20])
  func roundTrip(devices: Int) throws {
    for generation in [0, 1, UInt64.max] {
      let slot = StateFormat.Slot(generation: generation, state: TestState.full(devices: devices))
      let bytes = try #require(StateFormat.encode(slot, user: user))
      #expect(bytes.count == StateFormat.slotSize)
      #expect(StateFormat.decode(bytes[...], user: user) == slot)
    }
    let empty = StateFormat.Slot(generation: 7, state: UserState())
    #expect(StateFormat.decode(try encode(UserState(), generation: 7)[...], user: user) == empty)
  }

  @Test("There is no room for a twenty-first device", arguments: [21, 40, 70_000])
  func tooMany(devices: Int) {
    var state = UserState()
    state.devices = [DeviceState](repeating: DeviceState(id: 1, nextMovingFactor: 0), count: devices)
    #expect(StateFormat.encode(StateFormat.Slot(generation: 1, state: state), user: user) == nil)
    #expect(StateSlots.initial(state, user: user) == nil)
  }

  @Test("A slot that counts more devices than there is room for is damaged")
  func foreignCount() throws {
    for count in [21, 255, 65_535] as [UInt16] {
      var bytes = try encode(TestState.full()).dropLast(Checksum.length)
      bytes[22] = UInt8(truncatingIfNeeded: count)
      bytes[23] = UInt8(truncatingIfNeeded: count >> 8)
      let signed = Array(bytes) + Checksum.of(user.bytes, bytes)
      #expect(StateFormat.decode(signed[...], user: user) == nil)
    }
  }

  @Test("The fields stand where the documentation says")
  func layout() throws {
    let bytes = try encode(TestState.full(devices: 2, seed: 1), generation: 0x1122_3344_5566_7788)
    func hex(_ range: Range<Int>) -> String { Bytes.text(Hex.encode(Array(bytes[range]))) }
    #expect(Bytes.text(Array(bytes[0..<8])) == "CSSTATE1")
    #expect(hex(8..<16) == "8877665544332211")
    #expect(hex(16..<24) == "FFFFFFFF01020200")
    #expect(hex(24..<40) == "0403020124232221FFFFFFFFFFFFFFFF")
    #expect(hex(40..<64) == "4433221188776655FFFFFFFF0D0C0B0A0807060504030201")
    #expect(hex(64..<80) == "FFFFFFFF00000000FEFFFFFFFFFFFFFF")
    #expect(hex(80..<96) == "00000080FFFFFFFFFFFFFFFF00000000")
    #expect(hex(96..<112) == "FEFFFFFFFFFFFFFF0907060504030201")
    #expect(hex(112..<128) == "0D0C0B0A19191A1B1C1D1E1F00000000")
    #expect(hex(128..<136) == "FEFFFFFF00000000")
    #expect(hex(192..<1_344) == String(repeating: "0", count: 2_304))
    #expect(hex(1_344..<1_364) == "FFFFFFFFFFFFFFFF444433332222111101100000")
    #expect(hex(1_364..<1_424) == "20010DB8000000000102030405060700" + String(repeating: "0", count: 88))
    #expect(hex(1_424..<1_444) == "FEFFFFFFFFFFFFFF454433332222111102070400")
    #expect(hex(1_444..<1_472) == "7074732F393939" + String(repeating: "0", count: 42))
    #expect(hex(1_472..<1_504) == "73737373" + String(repeating: "0", count: 56))
    #expect(hex(1_904..<1_924) == "F8FFFFFFFFFFFFFF4B44333322221111021C2000")
    #expect(hex(1_984..<2_016) == String(repeating: "0", count: 64))
    #expect(Array(bytes[2_016...]) == Checksum.of(user.bytes, bytes[..<2_016]))
  }

  @Test("What an earlier version wrote means the same, and is written back as it was")
  func earlier() throws {
    var state = TestState.full(devices: 3)
    (state.bypassNumber, state.bypassUses, state.temporaryUsed) = (0, 0, 0)
    state.temporaryMisses = MissCount()
    state.recoveryWarned = 0
    state.remembered = []
    let bytes = try encode(state)
    let isZero = { (range: Range<Int>) in bytes[range].allSatisfy { $0 == 0 } }
    #expect(isZero(28..<32) && isZero(40..<64) && isZero(256..<2_016))
    let slot = try #require(StateFormat.decode(bytes[...], user: user))
    #expect(slot.state == state)
    #expect(StateFormat.encode(slot, user: user) == bytes)
  }

  @Test("There is no room for a ninth remembered success")
  func tooManyRemembered() throws {
    var state = TestState.full()
    state.remembered.append(try #require(state.remembered.first))
    #expect(StateFormat.encode(StateFormat.Slot(generation: 1, state: state), user: user) == nil)
  }

  @Test("A remembered success that is none makes the slot a damaged one", arguments: [
    (16, 3), (16, 255), (17, 15), (17, 17), (17, 0), (18, 33), (18, 255), (80 + 17, 0), (80 + 17, 29), (80 + 16, 1),
  ] as [(Int, UInt8)])
  func foreignSuccess(offset: Int, value: UInt8) throws {
    var bytes = try encode(TestState.full()).dropLast(Checksum.length)
    bytes[1_344 + offset] = value
    let signed = Array(bytes) + Checksum.of(user.bytes, bytes)
    #expect(StateFormat.decode(signed[...], user: user) == nil)
  }

  @Test("A service is kept as far as there is room for it")
  func longService() throws {
    var state = UserState()
    let service = [UInt8](repeating: UInt8(ascii: "x"), count: 100)
    let rule = RememberRule(duration: 60, place: .either, serviceSet: 1)
    state.remember(.terminal(Bytes.of("tty1")), service: service, rule: rule, now: 5)
    let slot = try #require(StateFormat.decode(try encode(state)[...], user: user))
    #expect(slot.state.remembered.map(\.service) == [Array(service.prefix(32))])
  }

  @Test("Each bit that is flipped is found")
  func flippedBits() throws {
    let good = try encode(TestState.full())
    for bit in 0..<(good.count * 8) {
      var changed = good
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      if StateFormat.decode(changed[...], user: user) != nil { Issue.record("bit \(bit)") }
    }
  }

  @Test("A slot of another length or of another user is damaged")
  func others() throws {
    let good = try encode(TestState.full())
    for length in good.indices where StateFormat.decode(good.prefix(length), user: user) != nil {
      Issue.record("length \(length)")
    }
    #expect(StateFormat.decode((good + [0])[...], user: user) == nil)
    for name in ["bob", "alic", "alicea", "aliceC"] {
      #expect(StateFormat.decode(good[...], user: try TestRecord.user(name)) == nil)
    }
  }

  @Test("A number behind the end is zero")
  func littleEndian() {
    var reader = LittleEndianReader([1, 2, 3, 4, 5, 6, 7, 8, 9, 10][...])
    #expect(reader.uint16() == 0x0201)
    reader.skip(1)
    #expect(reader.uint32() == 0x0706_0504)
    #expect(reader.uint64() == 0x0A_0908)
    #expect(reader.uint64() == 0)
    reader.skip(100)
    #expect(reader.uint16() == 0)
  }
}
