import Foundation
import Testing

/// Runs a program to its end.
enum Command {
  /// Puts a copy of a program in place that is going to be run. This process never has it open for writing: what another
  /// test starts at that moment would have it open, too, and a file that is open for writing cannot be run.
  static func install(_ source: String, at place: String) throws {
    let result = try run("/usr/bin/install", ["-m", "0755", source, place])
    try #require(result.status == 0, "\(result.errorText)")
  }

  struct Result {
    let status: Int32
    let output: Data
    let errors: Data

    var outputText: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  /// - Parameters:
  ///   - input: what it reads on its standard input; nothing by default.
  ///   - environment: the whole environment of the program.
  static func run(
    _ path: String, _ arguments: [String], input: Data = Data(), environment: [String: String] = [:]
  ) throws -> Result {
    try TemporaryDirectory.with { folder in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: path)
      process.arguments = arguments
      process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"].merging(environment) { $1 }
      let files = ["input", "output", "errors"].map(folder.appendingPathComponent)
      try input.write(to: files[0])
      for file in files.dropFirst() { try Data().write(to: file) }
      process.standardInput = try FileHandle(forReadingFrom: files[0])
      process.standardOutput = try FileHandle(forWritingTo: files[1])
      process.standardError = try FileHandle(forWritingTo: files[2])
      try process.run()
      process.waitUntilExit()
      return Result(
        status: process.terminationStatus, output: try Data(contentsOf: files[1]), errors: try Data(contentsOf: files[2]))
    }
  }
}
