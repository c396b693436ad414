import Foundation

/// An empty store below a temporary directory, as `install.sh` makes it, that goes away with this object.
final class StoreRoot {
  let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)")
    for below in ["etc/countersign", "var/lib/countersign/users", "var/lib/countersign/state", "var/log/countersign"] {
      try FileManager.default.createDirectory(
        at: directory.appendingPathComponent(below), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
    let key = (0..<32).map { _ in String(format: "%02X", UInt8.random(in: 0...255)) }.joined()
    let file = directory.appendingPathComponent("etc/countersign/seal.key")
    try Data("countersign-seal-key 1 \(key)\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  /// Runs the command on this store.
  func run(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) throws -> Command.Result {
    try run(arguments, input: input, environment: environment)
  }

  func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Command.Result {
    try CountersignCommandLine.run(arguments + ["--root", directory.path], input: input, environment: environment)
  }

  /// Puts a policy file in its place.
  func write(policy: String) throws {
    let file = directory.appendingPathComponent("etc/countersign/countersign.conf")
    try Data(policy.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
  }

  /// Runs a line of shell in which `$COUNTERSIGN` is the command and `$ROOT` this store.
  func shell(_ line: String) throws -> Command.Result {
    try Command.run(
      "/bin/sh", ["-c", line], environment: ["COUNTERSIGN": CountersignCommandLine.path, "ROOT": directory.path])
  }

  /// Every file below the store's directory, with its content.
  func files() throws -> [String: Data] {
    let base = directory.appendingPathComponent("var/lib/countersign").path
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: base) {
      files[name] = FileManager.default.contents(atPath: "\(base)/\(name)") ?? Data()
    }
    return files
  }

  /// Enrols without a question.
  ///
  /// - Returns: the device's key in Base32, as `qr` tells it.
  @discardableResult
  func enroll(_ user: String, _ options: String...) throws -> String {
    let arguments = ["enroll", user, "--no-confirm", "--quiet", "--root", directory.path] + options
    let result = try CountersignCommandLine.run(arguments)
    guard result.status == 0 else { throw Failure(text: result.errorText) }
    let name = options.firstIndex(of: "--name").map { [options[$0 + 1]] } ?? []
    let shown = try CountersignCommandLine.run(
      ["qr", user, "--qr", "none", "--quiet", "--show-uri", "--root", directory.path] + name)
    guard let key = OTPAuth.key(in: shown.outputText) else { throw Failure(text: shown.errorText) }
    return key
  }

  struct Failure: Error {
    let text: String
  }
}
