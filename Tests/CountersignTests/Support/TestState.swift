@testable import Countersign

/// States of tests.
enum TestState {
  /// A state with something in every field.
  static func full(devices: Int = 20, seed: UInt64 = 1) -> UserState {
    var state = UserState()
    state.recoverySet = .max
    state.recoveryUsed = 0b10_0000_0001
    state.recoveryMisses.count = 0x0102_0304
    state.recoveryMisses.last = .max
    state.recoveryWarned = 0x2122_2324
    state.bypassNumber = 0x1122_3344
    state.bypassUses = 0x5566_7788
    state.temporaryUsed = .max
    state.temporaryMisses.count = 0x0A0B_0C0D
    state.temporaryMisses.last = 0x0102_0304_0506_0708
    state.remembered = (0..<8).map { remembered(UInt64($0)) }
    state.devices = (0..<devices).map { index in
      var device = DeviceState(id: .max - UInt32(index), nextMovingFactor: .max &- UInt64(index) &- seed)
      device.drift = index.isMultiple(of: 2) ? .min : .max
      device.lastOffset = -1
      device.referenceDrift = 0x0A0B_0C0D
      device.pairEnd = 0x1F1E_1D1C_1B1A_1918 &+ seed
      device.misses.count = .max
      device.misses.last = .max - 1
      device.lastUsed = 0x0102_0304_0506_0708 &+ seed
      return device
    }
    return state
  }

  /// An address or a terminal in turn, of all lengths there are.
  private static func remembered(_ index: UInt64) -> RememberedSuccess {
    let name = Bytes.of("pts/") + [UInt8](repeating: UInt8(ascii: "9"), count: Int(index) * 24 / 7)
    let address = NetworkAddress(high: 0x2001_0DB8 << 32, low: 0x0102_0304_0506_0700 | index)
    return RememberedSuccess(
      since: .max - index, serviceSet: 0x1111_2222_3333_4444 &+ index,
      place: index.isMultiple(of: 2) ? .address(address) : .terminal(name),
      service: [UInt8](repeating: UInt8(ascii: "s"), count: Int(index) * 32 / 7))
  }

  /// A state with one device.
  static func next(_ movingFactor: UInt64, id: UInt32 = 1) -> UserState {
    var state = UserState()
    state.devices = [DeviceState(id: id, nextMovingFactor: movingFactor)]
    return state
  }
}
