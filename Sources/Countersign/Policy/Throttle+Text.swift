extension Throttle {
  /// What is wrong with the words of a throttle.
  enum Flaw: Error {
    case malformed
    case repeated
    case inconsistent
  }

  /// Words such as `wait-after=5`; what they leave out is as in ``standard``.
  struct Draft {
    private var firstWaitAt: UInt32?
    private var firstWait: UInt64?
    private var longestWait: UInt64?
    private var lockAt: UInt32?
    private var lockDuration: UInt64?
    private var disableAt: UInt32?

    mutating func take(_ word: ArraySlice<UInt8>) throws(Flaw) {
      guard let sign = word.firstIndex(of: UInt8(ascii: "=")) else { throw .malformed }
      let name = word[..<sign]
      let value = word[(sign + 1)...]
      if name.spells("wait-after") {
        try Draft.set(&firstWaitAt, Draft.count(value))
      } else if name.spells("wait") {
        try Draft.set(&firstWait, PolicyDuration.seconds(value))
      } else if name.spells("longest-wait") {
        try Draft.set(&longestWait, PolicyDuration.seconds(value))
      } else if name.spells("lock-after") {
        try Draft.set(&lockAt, Draft.count(value))
      } else if name.spells("lock") {
        try Draft.set(&lockDuration, PolicyDuration.seconds(value))
      } else if name.spells("disable-after") {
        try Draft.set(&disableAt, Draft.count(value))
      } else {
        throw .malformed
      }
    }

    /// All together: waits come before locks, and locks before the end.
    func throttle() throws(Flaw) -> Throttle {
      let standard = Throttle.standard
      let throttle = Throttle(
        firstWaitAt: firstWaitAt ?? standard.firstWaitAt, firstWait: firstWait ?? standard.firstWait,
        longestWait: longestWait ?? standard.longestWait, lockAt: lockAt ?? standard.lockAt,
        lockDuration: lockDuration ?? standard.lockDuration, disableAt: disableAt ?? standard.disableAt)
      guard throttle.firstWaitAt <= throttle.lockAt, throttle.lockAt <= throttle.disableAt,
        throttle.firstWait <= throttle.longestWait
      else { throw .inconsistent }
      return throttle
    }

    private static func set<Value>(_ field: inout Value?, _ value: Value?) throws(Flaw) {
      guard field == nil else { throw .repeated }
      guard let value else { throw .malformed }
      field = value
    }

    /// 1 to 1,000 misses.
    private static func count(_ text: ArraySlice<UInt8>) -> UInt32? {
      guard let count = FieldReader.number(text, upTo: 1_000), count > 0 else { return nil }
      return UInt32(truncatingIfNeeded: count)
    }
  }
}
