import Testing

@testable import Countersign

/// What stands in a directory as a user's state.
@Suite struct DirectoryStateTests {
  let user: UserName
  let other: UserName

  init() throws {
    user = try TestRecord.user("alice")
    other = try TestRecord.user("bob")
  }

  @Test("A state comes back, from empty to full", arguments: [0, 1, 2, 20])
  func roundTrip(devices: Int) throws {
    let key = try TestKey.make()
    for state in [TestState.full(devices: devices), UserState()] {
      for generation in [0, 1, UInt64.max] {
        let bytes = try #require(try DirectoryState.encode(state, generation: generation, user: user, key: key))
        let found = try DirectoryState.decode(bytes, generation: generation, user: user, key: key)
        #expect(found == state)
        #expect(bytes.count == 80 + 64 * state.devices.count + 80 * state.remembered.count)
      }
    }
  }

  @Test("It belongs to one user, one generation and one key")
  func belonging() throws {
    let key = try TestKey.make()
    let bytes = try #require(try DirectoryState.encode(TestState.full(), generation: 7, user: user, key: key))
    let foreign = try SealKey.random()
    #expect(try DirectoryState.decode(bytes, generation: 7, user: other, key: key) == nil)
    #expect(try DirectoryState.decode(bytes, generation: 6, user: user, key: key) == nil)
    #expect(try DirectoryState.decode(bytes, generation: 8, user: user, key: key) == nil)
    #expect(try DirectoryState.decode(bytes, generation: 7, user: user, key: foreign) == nil)
  }

  @Test("Every changed, missing or additional byte is noticed")
  func damage() throws {
    let key = try TestKey.make()
    let bytes = try #require(
      try DirectoryState.encode(TestState.full(devices: 1), generation: 7, user: user, key: key))
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1
      #expect(try DirectoryState.decode(damaged, generation: 7, user: user, key: key) == nil)
      #expect(try DirectoryState.decode(Array(bytes.prefix(index)), generation: 7, user: user, key: key) == nil)
    }
    #expect(try DirectoryState.decode(bytes + [0], generation: 7, user: user, key: key) == nil)
  }

  @Test("Twenty-one devices have no room")
  func tooMany() throws {
    let key = try TestKey.make()
    var state = UserState()
    state.devices = [DeviceState](repeating: DeviceState(id: 1, nextMovingFactor: 0), count: 21)
    #expect(try DirectoryState.encode(state, generation: 1, user: user, key: key) == nil)
  }
}
