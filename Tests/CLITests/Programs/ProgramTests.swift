import Foundation
import Testing
import Words

@testable import countersign

@Suite struct ProgramTests {
  private func shell(_ script: String, input: String = "", deadline: Double = 20) throws -> Program.Ending {
    try Program.run("/bin/sh", ["-c", script], input: Array(input.utf8), deadline: deadline)
  }

  @Test("Status, output and error are kept apart")
  func outcomes() throws {
    let ending = try shell("echo out; echo err >&2; exit 7")
    #expect(ending.status == .exit(7))
    #expect(ending.outputText == "out\n" && ending.errorText == "err\n")
    #expect(try shell("kill -TERM $$").status == .signal(15))
    #expect(try shell("true").isSuccess)
  }

  @Test("Arguments are passed as they are, and no shell sees them")
  func arguments() throws {
    let ending = try Program.run("/usr/bin/printf", ["%s|", "a b", "$HOME", "", "ü;id", "*"])
    #expect(ending.outputText == "a b|$HOME||ü;id|*|")
  }

  @Test("Standard input holds what is given and ends", arguments: ["", "line\n", String(repeating: "x", count: 300_000)])
  func input(text: String) throws {
    #expect(try Program.run("/bin/cat", [], input: Array(text.utf8)).outputText == text)
  }

  @Test("A program that takes too long is ended with what it started")
  func deadline() throws {
    let begin = ContinuousClock.now
    // The pipe is held open by a grandchild, too.
    let ending = try shell("echo begun; sleep 600 & sleep 600", deadline: 0.3)
    #expect(ending.status == .timedOut && ending.outputText == "begun\n")
    #expect(ContinuousClock.now - begin < .seconds(60))
    let left = try shell("ps -eo args | grep -c '^sleep 600$'")
    #expect(left.outputText == "0\n")
  }

  @Test("A daemon that a program leaves behind with its output open is not waited for")
  func daemon() throws {
    let ending = try shell("sleep 5 & echo $!", deadline: 60)
    #expect(ending.status == .exit(0))
    let pid = ending.outputText.trimmingCharacters(in: .newlines)
    #expect(try shell("kill \(pid)").isSuccess)
  }

  @Test("A program that closes its output may go on")
  func closedOutput() throws {
    #expect(try shell("exec >&- 2>&-; sleep 0.05; exit 3").status == .exit(3))
  }

  @Test("What goes beyond the limit is dropped, and the program is not stopped by it")
  func limit() throws {
    let ending = try shell("head -c 6000000 /dev/zero; echo end >&2")
    #expect(ending.status == .exit(0))
    #expect(ending.output.count == Program.mostOutput && ending.errorText == "end\n")
  }

  @Test("The environment is fixed")
  func environment() throws {
    let ending = try Program.run("/usr/bin/env", [])
    let lines = Set(ending.outputText.split(separator: "\n").map(String.init))
    #expect(lines == ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"])
  }

  @Test("Nothing but three streams is inherited, no terminal, and signals are as they begin")
  func nothingInherited() throws {
    // Inherited by any program that is started without care.
    let open = dup(2)
    defer { close(open) }
    #expect(open >= 3)
    let ending = try shell("ls /proc/self/fd; (: </dev/tty) 2>/dev/null || echo no terminal; grep Sig[BI] /proc/self/status")
    let words = ending.outputText.split { $0.isWhitespace }.map(String.init)
    // ls itself has one open: the folder that it reads.
    #expect(words.prefix(6) == ["0", "1", "2", "3", "no", "terminal"])
    #expect(words.dropLast(2).suffix(2) == ["SigBlk:", "0000000000000000"])
    let ignored = try #require(words.last.flatMap { UInt64($0, radix: 16) })
    // 32 and 33 are the C library's own.
    #expect(ignored & ~(3 << 31) == 0 && words.dropLast().last == "SigIgn:", "\(words)")
  }

  @Test("What cannot be started is told")
  func cannotStart() throws {
    #expect(throws: Complaint("cannot run /none/such: posix_spawn: no such file or directory",
      hint: "look at the path; nothing of that name is there")) { try Program.run("/none/such", []) }
    #expect(throws: Complaint.self) { try Program.run("/etc/passwd", []) }
    #expect(throws: Complaint.self) { try Program.run("/bin/echo", ["a\0b"]) }
  }

  @Test("A program is found by its name where it can be run, in the order of the folders")
  func finding() throws {
    #expect(Program.find("sh").map { $0.hasSuffix("/sh") } == true)
    #expect(Program.find("no-such-program") == nil)
    try TemporaryDirectory.with { folder in
      for (name, mode) in [("a/tool", 0o644), ("b/tool", 0o755), ("c/tool", 0o755)] {
        let file = folder.appendingPathComponent(name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data("#!/bin/sh\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
      }
      let folders = ["none", "a", "b", "c"].map { folder.appendingPathComponent($0).path }
      #expect(Program.find("tool", in: folders) == folders[2] + "/tool")
    }
  }
}
