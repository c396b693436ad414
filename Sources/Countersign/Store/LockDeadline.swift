/// Waits for locks, but not for ever: no signal, no thread, a growing pause between tries.
struct LockDeadline {
  private let seconds: UInt32
  private let end: Int64
  private var pause: Int64 = 200_000

  /// The longest pause between two tries, in nanoseconds.
  private static let longestPause: Int64 = 5_000_000

  /// - Parameter seconds: the whole wait from now on, over all locks taken with this value.
  init(seconds: UInt32) throws(StoreFailure) {
    self.seconds = seconds
    end = try LockDeadline.now(.state) &+ Int64(seconds) &* 1_000_000_000
  }

  /// Takes the lock of an open file or directory.
  ///
  /// - Throws: `.locked` when the wait is over.
  mutating func lock(_ descriptor: borrowing FileDescriptor, place: StorePlace) throws(StoreFailure) {
    while true {
      let taken: Bool
      do { taken = try descriptor.tryLock() } catch { throw .system(place, error) }
      if taken { return }
      guard try LockDeadline.now(place) < end else { throw .locked(seconds: seconds) }
      Clock.pause(nanoseconds: pause)
      pause = min(pause &* 2, LockDeadline.longestPause)
    }
  }

  private static func now(_ place: StorePlace) throws(StoreFailure) -> Int64 {
    do { return try Clock.monotonicNanoseconds() } catch { throw .system(place, error) }
  }
}
