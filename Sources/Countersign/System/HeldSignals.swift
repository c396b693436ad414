import CPosix

/// Holds back the signals that end a command (`SIGINT`, `SIGQUIT`, `SIGTERM`, `SIGHUP`) while this value lives.
///
/// A command in the middle of a dialogue has something to take back before it ends: a file it made, a terminal that
/// does not echo. It waits for input with ``waitForInput()``, which tells it that a signal is there, and cleans up.
/// When this value goes, the signal is let through and the process ends by it, as the shell expects.
public struct HeldSignals: ~Copyable {
  private let descriptor: Int32

  /// What there is to react to.
  public enum Event: Equatable, Sendable {
    /// Reading standard input gives a byte, its end or a failure without waiting.
    case input
    /// The command is asked to end.
    case signal
  }

  public init() throws(SystemFailure) {
    descriptor = try checked(.signals, cs_hold_signals())
  }

  deinit {
    cs_release_signals(descriptor)
  }

  /// Whether one is there now. It stays, and ends the process when this value goes.
  public var isOneWaiting: Bool { cs_is_signal_waiting(descriptor) == 1 }

  /// Waits without bound for a byte on standard input or a signal.
  public borrowing func waitForInput() throws(SystemFailure) -> Event {
    let number = descriptor
    let ready = try checked(
      .wait, retryingOnInterrupt { cs_wait_for_input(StandardStream.input.rawValue, number) })
    return ready == 1 ? .input : .signal
  }
}
