import Foundation
import Testing

@testable import countersign

@Suite struct GitIndexTests {
  @Test("The names that git itself has put into its index are read, in each format", arguments: [2, 3, 4])
  func real(version: Int) throws {
    try TemporaryDirectory.with { folder in
      let names = ["countersign/seal.key", "countersign/countersign.conf", "a", "ssh/10-x.conf", "ünïcode"]
      for name in names {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("x".utf8).write(to: file)
      }
      // An entry with the intention to be added makes format 3.
      let intent = version == 3 ? "git add -N a && git add countersign ssh ünïcode" : "git add ."
      let line = "git init -q . && git config index.version \(version) && \(intent)"
      let result = try Command.run(
        "/bin/sh", ["-c", "cd \(folder.path) && \(line)"], environment: ["HOME": folder.path])
      #expect(result.status == 0, "\(result.errorText)")
      let bytes = Array(try Data(contentsOf: folder.appendingPathComponent(".git/index")))
      #expect(Int(bytes[7]) == version)
      let index = try #require(GitIndex(bytes))
      let sorted = names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
      #expect(index.paths == sorted)
      for length in 0..<bytes.count { _ = GitIndex(Array(bytes.prefix(length))) }
    }
  }

  @Test("What is no index is none")
  func garbage() {
    #expect(GitIndex([]) == nil)
    #expect(GitIndex(Array("DIRC".utf8) + [0, 0, 0, 9, 0, 0, 0, 0]) == nil)
    #expect(GitIndex(Array("DIRC".utf8) + [0, 0, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF]) == nil)
    #expect(GitIndex(Array("DIRC".utf8) + [0, 0, 0, 2, 0, 0, 0, 0])?.paths.isEmpty == true)
  }
}
