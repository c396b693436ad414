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
    state.devices = (0..<devices).map { index in
      var device = DeviceState(id: .max - UInt32(index), nextMovingFactor: .max &- UInt64(index) &- seed)
      device.drift = index.isMultiple(of: 2) ? .min : .max
      device.lastOffset = -1
      device.referenceDrift = 0x0A0B_0C0D
      device.misses.count = .max
      device.misses.last = .max - 1
      device.lastUsed = 0x0102_0304_0506_0708 &+ seed
      return device
    }
    return state
  }

  /// A state with one device.
  static func next(_ movingFactor: UInt64, id: UInt32 = 1) -> UserState {
    var state = UserState()
    state.devices = [DeviceState(id: id, nextMovingFactor: movingFactor)]
    return state
  }
}
