import Countersign

/// Asks what keeps the clock right.
enum ClockProbe {
  /// How long a program may take, in seconds: one that asks a daemon which does not answer must not hold all up.
  private static let patience = 5.0

  static func sources() -> [ClockSource] {
    var sources: [ClockSource] = []
    if let text = output("chronyc", ["-n", "tracking"]), let source = ClockSource(chrony: text) {
      sources.append(source)
    }
    if let text = output("timedatectl", ["show"]), let source = ClockSource(timedatectl: text) {
      sources.append(source)
    }
    if let text = output("ntpq", ["-n", "-c", "rv"]), let source = ClockSource(ntpq: text) { sources.append(source) }
    return sources
  }

  /// - Returns: `nil` where there is no such program, or it fails.
  private static func output(_ program: String, _ arguments: [String]) -> String? {
    guard let path = Program.find(program),
      let ending = try? Program.run(path, arguments, deadline: patience), ending.isSuccess
    else { return nil }
    return ending.outputText
  }
}
