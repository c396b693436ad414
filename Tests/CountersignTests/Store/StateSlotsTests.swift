import Testing

@testable import Countersign

/// Two slots: one serves, the other is written.
@Suite struct StateSlotsTests {
  let user: UserName
  let old = TestState.full(seed: 1)
  let new = TestState.full(seed: 2)

  init() throws { user = try TestRecord.user("alice") }

  private func slot(_ state: UserState, generation: UInt64) throws -> [UInt8] {
    try #require(StateFormat.encode(StateFormat.Slot(generation: generation, state: state), user: user))
  }

  @Test("The higher generation serves, the other slot is written next", arguments: [
    (1, 2, 1), (2, 1, 0), (0, .max, 1), (.max - 1, .max - 2, 0), (5, 5, 1),
  ] as [(UInt64, UInt64, Int)])
  func generations(first: UInt64, second: UInt64, serving: Int) throws {
    let states = [old, new]
    let bytes = try slot(states[0], generation: first) + slot(states[1], generation: second)
    let slots = try StateSlots(bytes, user: user)
    #expect(slots.serving.index == serving)
    #expect(slots.current.state == states[serving])
    #expect(!slots.fellBack)
    guard max(first, second) < .max else { return }
    let next = try slots.following(UserState())
    #expect(next.index == 1 - serving)
    #expect(next.slot.generation == max(first, second) + 1)
  }

  @Test("Behind the last generation nothing is written")
  func lastGeneration() throws {
    let slots = try StateSlots(try slot(old, generation: .max) + slot(new, generation: 1), user: user)
    #expect(slots.current.state == old)
    #expect(throws: StoreFailure.damagedState) { try slots.following(new) }
  }

  @Test("Wherever one slot is damaged, the other serves", arguments: 0...1)
  func damagedSlot(damaged: Int) throws {
    let good = try slot(old, generation: 1) + slot(new, generation: 2)
    for index in 0..<StateFormat.slotSize {
      var bytes = good
      bytes[damaged * StateFormat.slotSize + index] ^= 0x10
      let slots = try StateSlots(bytes, user: user)
      guard slots.fellBack, slots.serving.index == 1 - damaged, slots.current.state == (damaged == 0 ? new : old),
        try slots.following(old).index == damaged
      else {
        Issue.record("byte \(index)")
        continue
      }
    }
  }

  @Test("Two damaged slots, slots of another user and other lengths are damage")
  func damagedFile() throws {
    let good = try slot(old, generation: 1) + slot(new, generation: 2)
    for index in 0..<StateFormat.slotSize {
      var bytes = good
      bytes[index] ^= 1
      bytes[StateFormat.fileSize - 1 - index] ^= 1
      #expect(throws: StoreFailure.damagedState) { try StateSlots(bytes, user: user) }
    }
    #expect(throws: StoreFailure.damagedState) { try StateSlots(good, user: try TestRecord.user("bob")) }
    #expect(throws: StoreFailure.damagedState) { try StateSlots([], user: user) }
    #expect(throws: StoreFailure.damagedState) { try StateSlots(Array(good.prefix(2_047)), user: user) }
    #expect(throws: StoreFailure.damagedState) { try StateSlots([UInt8](repeating: 0, count: 4_096), user: user) }
  }

  @Test("A write that is torn after any byte leaves the older state")
  func tornWrites() throws {
    let before = try slot(old, generation: 8) + slot(old, generation: 7)
    let written = try slot(new, generation: 9)
    for length in 0...StateFormat.slotSize {
      var bytes = before
      bytes.replaceSubrange(2_048..<(2_048 + length), with: written.prefix(length))
      let isComplete = bytes.suffix(2_048).elementsEqual(written)
      let slots = try StateSlots(bytes, user: user)
      if slots.current.state != (isComplete ? new : old) || slots.current.generation != (isComplete ? 9 : 8) {
        Issue.record("after \(length) bytes")
      }
    }
  }

  @Test("Whichever sectors of a write are lost, the older state is left")
  func lostSectors() throws {
    let before = try slot(old, generation: 8) + slot(old, generation: 7)
    let written = try slot(new, generation: 9)
    for kept in 0..<16 {
      var bytes = before
      for sector in 0..<4 where kept & (1 << sector) != 0 {
        let range = (sector * 512)..<((sector + 1) * 512)
        bytes.replaceSubrange((2_048 + range.lowerBound)..<(2_048 + range.upperBound), with: written[range])
      }
      #expect(try StateSlots(bytes, user: user).current.state == (kept == 15 ? new : old), "sectors \(kept)")
    }
  }

  @Test("A new file has two good slots")
  func initial() throws {
    let bytes = try #require(StateSlots.initial(new, user: user))
    #expect(bytes.count == StateFormat.fileSize)
    let slots = try StateSlots(bytes, user: user)
    #expect(!slots.fellBack)
    #expect(slots.current.state == new)
  }
}
