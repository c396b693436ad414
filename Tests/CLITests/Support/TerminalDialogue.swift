import Foundation

/// A program at a terminal of 80 columns and 24 rows, with somebody who reads and types.
///
/// `script` gives the terminal; `timeout` ends a dialogue that hangs.
final class TerminalDialogue {
  private let process = Process()
  private let keyboard = Pipe()
  private let screen = Pipe()
  private var shown = Data()
  private var readSoFar = 0

  struct Silence: Error {
    let expected: String
    let transcript: String
  }

  init(_ command: [String], environment: [String: String] = [:]) throws {
    let quoted = command.map { "'\($0)'" }.joined(separator: " ")
    process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
    process.arguments = [
      "--foreground", "120", "/usr/bin/script", "-q", "-e", "-f", "-c", "stty cols 80 rows 24; exec \(quoted)",
      "/dev/null",
    ]
    process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"]
      .merging(environment) { $1 }
    process.standardInput = keyboard
    process.standardOutput = screen
    process.standardError = screen
    try process.run()
  }

  deinit {
    if process.isRunning { process.terminate() }
  }

  /// Everything that the screen has shown.
  var transcript: String { TerminalDialogue.text(shown) }

  /// Reads until the text is there; what stood before it is not looked at again.
  ///
  /// - Returns: what was shown since the last time, up to the text.
  @discardableResult
  func expect(_ text: String) throws -> String {
    while true {
      if let range = shown.range(of: Data(text.utf8), in: readSoFar..<shown.count) {
        defer { readSoFar = range.upperBound }
        return TerminalDialogue.text(shown[readSoFar..<range.upperBound])
      }
      guard readMore() else { throw Silence(expected: text, transcript: transcript) }
    }
  }

  func type(_ text: String) throws {
    try keyboard.fileHandleForWriting.write(contentsOf: Data(text.utf8))
  }

  /// Reads what is still to come.
  ///
  /// - Returns: the exit code; 128 and the signal's number for a program that a signal ended.
  func finish() throws -> Int32 {
    while readMore() {}
    process.waitUntilExit()
    return process.terminationStatus
  }

  private static func text(_ data: Data) -> String {
    String(decoding: data, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
  }

  private func readMore() -> Bool {
    let data = screen.fileHandleForReading.availableData
    shown.append(data)
    return !data.isEmpty
  }
}
