import ArgumentParser
import Countersign

/// Why an administrator does something, on the command line.
struct ReasonArgument: ExpressibleByArgument {
  let reason: ChangeReason

  init?(argument: String) {
    guard let reason = ChangeReason(Array(argument.utf8)) else { return nil }
    self.reason = reason
  }
}
