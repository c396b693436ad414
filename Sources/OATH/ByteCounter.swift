/// A sink without end that only counts: it tells how much room something takes before the room is made.
struct ByteCounter: ByteSink {
  /// How many bytes were written; stays at `Int.max` once there.
  private(set) var count = 0

  mutating func append(_ byte: UInt8) -> Bool {
    count = count == .max ? .max : count + 1
    return true
  }
}
