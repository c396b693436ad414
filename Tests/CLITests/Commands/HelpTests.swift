import Foundation
import Testing

/// Help is part of the interface: each command's is kept in `Snapshots`, and a change shows in the history.
///
/// To record anew: `COUNTERSIGN_RECORD=1 swift test --filter HelpTests`.
@Suite struct HelpTests {
  static let commands = [
    "enroll", "verify", "list", "status", "qr", "remove", "rename", "recovery-codes", "unlock", "resync",
    "bypass", "temporary-code", "disable-device", "enable-device", "expire", "reset", "forget", "tokens", "assign",
    "rotate-key", "enable", "confirm", "rollback", "disable",
    "import", "export",
    "explain", "try", "report", "policy", "audit", "doctor", "directory", "migrate",
  ]
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Snapshots")

  private static func check(_ name: String, _ arguments: [String]) throws {
    let result = try CountersignCommandLine.run(arguments)
    #expect(result.status == 0)
    #expect(result.errors.isEmpty)
    let file = folder.appendingPathComponent("\(name).txt")
    if ProcessInfo.processInfo.environment["COUNTERSIGN_RECORD"] != nil { try result.output.write(to: file) }
    #expect(try result.outputText == String(contentsOf: file, encoding: .utf8))
  }

  @Test("A command's help is as recorded", arguments: commands)
  func command(name: String) throws {
    try HelpTests.check(name, [name, "--help"])
    #expect(try CountersignCommandLine.run(["help", name]).output == CountersignCommandLine.run([name, "-h"]).output)
  }

  @Test("The help of a command within another one is as recorded")
  func inner() throws {
    try HelpTests.check("policy-check", ["policy", "check", "--help"])
    for name in ["add", "list", "show", "assign", "return", "remove"] {
      try HelpTests.check("tokens-\(name)", ["tokens", name, "--help"])
    }
    for name in ["schema", "init", "check", "decider"] {
      try HelpTests.check("directory-\(name)", ["directory", name, "--help"])
    }
  }

  @Test("The overview is as recorded, with --help and without")
  func overview() throws {
    try HelpTests.check("countersign", ["--help"])
    #expect(try CountersignCommandLine.run([]).output == CountersignCommandLine.run(["--help"]).output)
  }

  @Test("Help fits 80 columns", arguments: commands)
  func width(name: String) throws {
    for line in try CountersignCommandLine.run([name, "--help"]).outputText.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test("A completion script is made for each shell", arguments: ["bash", "zsh", "fish"])
  func completion(shell: String) throws {
    let result = try CountersignCommandLine.run(["--generate-completion-script", shell])
    #expect(result.status == 0)
    #expect(result.outputText.contains("recovery-codes"))
  }
}
