import ArgumentParser
import Countersign

/// A duration on the command line, as the policy file writes it: `15m`, `8h`, `1d12h`.
struct DurationArgument: ExpressibleByArgument {
  /// 1 or more.
  let seconds: UInt64

  init?(argument: String) {
    guard let seconds = PolicyDuration.seconds(Array(argument.utf8)[...]) else { return nil }
    self.seconds = seconds
  }

  init(seconds: UInt64) {
    self.seconds = seconds
  }

  var defaultValueDescription: String { PolicyText.duration(seconds) }
}
