/// The two slots of a state file, and which of them serves.
struct StateSlots {
  /// A slot and where it stands: 0 or 1.
  struct Placed {
    let index: Int
    let slot: StateFormat.Slot
  }

  private(set) var serving: Placed
  /// Whether the other slot was damaged.
  let fellBack: Bool

  var current: StateFormat.Slot { serving.slot }

  /// Reads both slots.
  ///
  /// - Throws: `.damagedState` when neither is valid. Nothing is reset: that would let used codes in again.
  init(_ bytes: [UInt8], user: UserName) throws(StoreFailure) {
    let first = StateFormat.decode(bytes.prefix(StateFormat.slotSize), user: user)
    let second = StateFormat.decode(bytes.dropFirst(StateFormat.slotSize), user: user)
    fellBack = first == nil || second == nil
    switch (first, second) {
    case (let first?, let second?):
      serving = first.generation > second.generation ? Placed(index: 0, slot: first) : Placed(index: 1, slot: second)
    case (let first?, nil): serving = Placed(index: 0, slot: first)
    case (nil, let second?): serving = Placed(index: 1, slot: second)
    case (nil, nil): throw .damagedState
    }
  }

  /// A state that stands in one place only.
  init(_ state: UserState, generation: UInt64) {
    serving = Placed(index: 0, slot: StateFormat.Slot(generation: generation, state: state))
    fellBack = false
  }

  /// The slot to write for a new state.
  func following(_ state: UserState) throws(StoreFailure) -> Placed {
    let (generation, overflow) = current.generation.addingReportingOverflow(1)
    guard !overflow else { throw .damagedState }
    return Placed(index: 1 - serving.index, slot: StateFormat.Slot(generation: generation, state: state))
  }

  /// Lets a slot serve that has been written.
  mutating func advance(to written: Placed) {
    serving = written
  }

  /// The content of a new state file: both slots valid.
  static func initial(_ state: UserState, user: UserName) -> [UInt8]? {
    guard let first = StateFormat.encode(StateFormat.Slot(generation: 1, state: state), user: user),
      let second = StateFormat.encode(StateFormat.Slot(generation: 2, state: state), user: user)
    else { return nil }
    return first + second
  }
}
