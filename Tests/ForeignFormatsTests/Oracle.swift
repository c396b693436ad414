import Foundation

/// Implementations that are not ours, run as programs.
enum Oracle {
  struct Failure: Error {
    let text: String
  }

  static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Oracles/pskc_oracle.py").path

  /// Runs Debian's python3-pskc.
  static func pskc(_ arguments: [String], input: [UInt8]) throws -> [UInt8] {
    try run("/usr/bin/python3", ["-B", script] + arguments, input: input)
  }

  /// - Returns: its standard output.
  static func run(_ path: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["input", "output", "errors"].map(folder.appendingPathComponent)
    try Data(input).write(to: files[0])
    for file in files.dropFirst() { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(text: try String(contentsOf: files[2], encoding: .utf8))
    }
    return Array(try Data(contentsOf: files[1]))
  }
}
