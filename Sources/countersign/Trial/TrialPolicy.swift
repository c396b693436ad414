import Countersign

/// The policy that a trial goes by: this machine's own as far as it matters, or one that leaves no choice.
enum TrialPolicy: Equatable {
  /// This machine's, with the kind of device that the trial has.
  case machine([UInt8])
  /// Asks everybody, for a machine whose policy asks nobody at such a login.
  case asking
  /// Asks nobody.
  case waiving
  /// Cannot be read.
  case broken

  /// What stands in the file.
  var text: [UInt8] {
    switch self {
    case .machine(let own):
      // The first line that says something wins. Below `Match all` the machine's lines are all in force, and none of
      // them repeats one of its block.
      Array("Factors totp\nRemember none\nMatch all\n".utf8) + own
    case .asking: Array("Mode mandatory\n".utf8)
    case .waiving: Array("Mode disabled\n".utf8)
    case .broken: Array("This is no policy\n".utf8)
    }
  }
}
