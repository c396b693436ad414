import Foundation

/// The built command: the file of `COUNTERSIGN_CLI`, or the one beside the tests.
enum CountersignCommandLine {
  static let path: String = {
    if let named = ProcessInfo.processInfo.environment["COUNTERSIGN_CLI"] { return named }
    return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("countersign").path
  }()

  static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Command.Result {
    try Command.run(path, arguments, input: Data(input.utf8), environment: environment)
  }
}
