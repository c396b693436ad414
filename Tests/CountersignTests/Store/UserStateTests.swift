import Testing

@testable import Countersign

@Suite struct UserStateTests {
  @Test("A device's state takes its own place")
  func setting() {
    var state = UserState()
    state.set(DeviceState(id: 3, nextMovingFactor: 1))
    state.set(DeviceState(id: 1, nextMovingFactor: 2))
    state.set(DeviceState(id: 3, nextMovingFactor: 9))
    #expect(state.devices.map(\.id) == [3, 1])
    #expect(state.device(3)?.nextMovingFactor == 9)
    #expect(state.device(2) == nil)
  }

  @Test("Devices that the record no longer has are forgotten")
  func keeping() throws {
    var state = UserState()
    for id in [1, 2, 7] as [UInt32] { state.set(DeviceState(id: id, nextMovingFactor: 0)) }
    state.keepOnly(try TestRecord.make([TestRecord.totp(), TestRecord.hotp()]))
    #expect(state.devices.map(\.id) == [1, 2])
    state.keepOnly(try TestRecord.make([]))
    #expect(state.devices.isEmpty)
  }

  @Test(
    "Marks of used codes count for their own set only",
    arguments: [
      (0, 1, 0), (1, 1, 5), (1, 2, 0), (2, 1, nil), (.max, 1, nil), (.max, .max, 5),
    ] as [(UInt32, UInt32, UInt16?)])
  func usedCodes(known: UInt32, asked: UInt32, expected: UInt16?) {
    var state = UserState()
    state.recoverySet = known
    state.recoveryUsed = 5
    #expect(state.usedCodes(of: TestRecord.recovery(asked)) == expected)
  }

  @Test("Misses are counted up to the highest number and stay there")
  func misses() {
    var misses = MissCount()
    misses.add(at: 5)
    misses.add(at: 9)
    #expect(misses.count == 2 && misses.last == 9)
    misses.count = .max
    misses.add(at: 11)
    #expect(misses.count == .max && misses.last == 11)
  }

  @Test("Device numbers are never given twice, and end")
  func deviceNumbers() throws {
    let key = try TestKey.make()
    let secret = TestRecord.secret
    var record = try TestRecord.make([TestRecord.totp(), TestRecord.totp()])
    record.remove(2)
    let third = try record.add(
      TestRecord.totp(), name: try TestRecord.name("x"), created: 1, secret: secret.span, key: key)
    #expect(third?.id == 3)
    var last = UserRecord(user: record.user, uid: 1, nextDevice: .max, devices: [], recovery: nil)
    let none = try last.add(
      TestRecord.totp(), name: try TestRecord.name("x"), created: 1, secret: secret.span, key: key)
    #expect(none == nil && last.devices.isEmpty)
  }

  @Test("Parameters out of range are none")
  func parameters() {
    #expect(TOTPParameters(window: 10) != nil && TOTPParameters(window: 11) == nil)
    #expect(TOTPParameters(window: .max) == nil)
    #expect(HOTPParameters(lookAhead: 100) != nil && HOTPParameters(lookAhead: 101) == nil)
    #expect(HOTPParameters(lookAhead: .max) == nil)
  }
}
