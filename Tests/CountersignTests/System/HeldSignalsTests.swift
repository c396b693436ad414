import Foundation
import Testing

@testable import Countersign

@Suite struct HeldSignalsTests {
  /// A signal to this thread alone, taken away again before it is let through.
  @Test("A signal that waits is seen, and stays")
  func waiting() throws {
    let signals = try HeldSignals()
    let before = signals.isOneWaiting
    pthread_kill(pthread_self(), SIGTERM)
    let seen = [signals.isOneWaiting, signals.isOneWaiting]
    HeldSignalsTests.take(SIGTERM)
    let after = signals.isOneWaiting
    #expect(!before && seen == [true, true] && !after)
  }

  private static func take(_ number: Int32) {
    var set = sigset_t()
    var taken: Int32 = 0
    // SAFETY: both are variables of this function.
    unsafe sigemptyset(&set)
    unsafe sigaddset(&set, number)
    unsafe sigwait(&set, &taken)
  }
}
