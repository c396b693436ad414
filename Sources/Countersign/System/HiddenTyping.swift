import CPosix

/// Keeps what is typed on standard input off the screen while this value lives.
///
/// To be made only under ``HeldSignals``, or a signal would leave the terminal mute.
public struct HiddenTyping: ~Copyable {
  private let changed: Bool

  /// Does nothing where standard input is no terminal or does not echo anyway.
  public init() throws(SystemFailure) {
    guard StandardStream.input.isTerminal,
      try checked(.terminal, cs_echoes(StandardStream.input.rawValue)) == 1
    else {
      changed = false
      return
    }
    try checked(.terminal, retryingOnInterrupt { cs_set_echo(StandardStream.input.rawValue, 0) })
    changed = true
  }

  deinit {
    if changed { _ = retryingOnInterrupt { cs_set_echo(StandardStream.input.rawValue, 1) } }
  }
}
