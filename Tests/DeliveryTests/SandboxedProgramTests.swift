import Countersign
import Foundation
import Testing

/// What a program that root starts can and cannot do. Each says what it finds on standard error.
@Suite(.enabled(if: UserDatabase.effectiveUser == 0, "only root can start it")) struct SandboxedProgramTests {
  private func run(
    _ script: String, input: String = "", environment: [String] = [], settings: consuming FileDescriptor? = nil,
    milliseconds: Int32 = 5_000
  ) throws -> (ending: SandboxedProgram.Ending, said: String) {
    let input = Array(input.utf8)
    let outcome = try SandboxedProgram.run(
      FilePath("/bin/sh"), [Array("-c".utf8), Array(script.utf8)], environment: environment.map { Array($0.utf8) },
      input: input.span, settings: settings, milliseconds: milliseconds)
    return (outcome.ending, String(decoding: outcome.complaint, as: UTF8.self))
  }

  @Test("It is not root, cannot become root, and has no group of root's")
  func identity() throws {
    let (ending, said) = try run("id -ru >&2; id -u >&2; id -G >&2; grep Cap[PE] /proc/self/status >&2")
    #expect(ending == .exit(0))
    let lines = said.split(separator: "\n")
    #expect(lines.count == 5 && lines[0] != "0" && lines[1] == lines[0])
    #expect(!lines[2].split(separator: " ").contains("0"))
    #expect(lines.dropFirst(3).allSatisfy { $0.hasSuffix("0000000000000000") })
  }

  @Test("It has just the environment it is given, / and a session of its own without a terminal")
  func surroundings() throws {
    // SAFETY: both strings live until the call returns, and no other test looks at the environment.
    unsafe setenv("COUNTERSIGN_LEAK", "1", 1)
    // SAFETY: the same.
    defer { unsafe unsetenv("COUNTERSIGN_LEAK") }
    let script = "tr '\\0' '\\n' </proc/self/environ >&2; pwd >&2; umask >&2; ps -o sid= -o tty= -p $$ >&2; echo $$ >&2"
    let (_, said) = try run(script, environment: ["A=1", "PATH=/usr/bin:/bin"])
    let lines = said.split(separator: "\n").map(String.init)
    let own = try #require(lines.last)
    let session = try #require(lines.dropLast().last).split(separator: " ")
    #expect(session.first.map(String.init) == own && session.last == "?")
    #expect(lines.filter { $0.contains("LEAK") } == [])
    #expect(lines.dropLast(2).suffix(2) == ["/", "0077"] && lines.contains("A=1"))
  }

  @Test("No descriptor but the four is open, and the fourth only with settings", arguments: [true, false])
  func descriptors(hasSettings: Bool) throws {
    // Open on purpose, without O_CLOEXEC, as careless programs do.
    let leaks = (0..<3).map { _ in dup(0) }
    defer { leaks.forEach { close($0) } }
    let settings = hasSettings ? try FileDescriptor.open(FilePath("/etc/hostname"), .read) : nil
    let (_, said) = try run("for n in /proc/self/fd/*; do echo ${n##*/} >&2; done", settings: settings)
    // The shell's own look into the directory is the one behind.
    let numbers = said.split(separator: "\n").compactMap { Int($0) }
    #expect(numbers.prefix(hasSettings ? 4 : 3) == [0, 1, 2, 3].prefix(hasSettings ? 4 : 3))
    #expect(numbers.count <= (hasSettings ? 5 : 4))
  }

  @Test("It reads what it is given, then the end", arguments: ["", "one\n", String(repeating: "x", count: 4_096)])
  func input(text: String) throws {
    #expect(try run("wc -c >&2", input: text).said.trimmingCharacters(in: .whitespacesAndNewlines) == "\(text.utf8.count)")
  }

  @Test("More input than fits is refused before anything runs")
  func longInput() throws {
    #expect(throws: SandboxedProgram.Failure.notStarted(.invalid)) {
      try run("true", input: String(repeating: "x", count: 4_097))
    }
  }

  @Test("How it ended is told", arguments: [
    ("exit 0", .exit(0)), ("exit 7", .exit(7)), ("kill -9 $$", .signal(9)), ("exec false", .exit(1)),
  ] as [(String, SandboxedProgram.Ending)])
  func endings(script: String, ending: SandboxedProgram.Ending) throws {
    #expect(try run(script).ending == ending)
  }

  @Test("When its time is over it is ended, with what it has started")
  func timeLimit() throws {
    let start = Date()
    let (ending, said) = try run("sleep 60 & echo $! >&2; trap '' TERM; while :; do sleep 60; done", milliseconds: 300)
    #expect(ending == .timeIsOver)
    #expect(Date().timeIntervalSince(start) < 3)
    let child = try #require(pid_t(said.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(isGone(child))
  }

  @Test("What it leaves behind is ended, too, and not waited for")
  func leftBehind() throws {
    let start = Date()
    let (ending, said) = try run("sleep 60 & echo $! >&2")
    #expect(ending == .exit(0))
    #expect(Date().timeIntervalSince(start) < 3)
    #expect(isGone(try #require(pid_t(said.trimmingCharacters(in: .whitespacesAndNewlines)))))
  }

  /// Whether a process has ended; one that init has yet to take is a zombie for a moment.
  private func isGone(_ process: pid_t) -> Bool {
    for _ in 0..<200 {
      let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
      guard let status, !status.contains(") Z ") else { return true }
      Clock.pause(nanoseconds: 5_000_000)
    }
    return false
  }

  @Test("It cannot fill the disk, and leaves no core file")
  func limits() throws {
    #expect(try run("ulimit -c >&2; ulimit -f >&2; ulimit -n >&2").said == "0\n32768\n256\n")
  }

  @Test("A flood on standard error neither blocks it nor fills our memory")
  func flood() throws {
    let (ending, said) = try run("head -c 10000000 /dev/zero | tr '\\0' x >&2")
    #expect(ending == .exit(0))
    #expect(said.utf8.count == 512)
  }

  @Test("What is no program is told")
  func noProgram() throws {
    func run() throws {
      let nothing: [UInt8] = []
      _ = try SandboxedProgram.run(
        FilePath("/nowhere/at/all"), [], environment: [], input: nothing.span, settings: nil, milliseconds: 100)
    }
    #expect(throws: SandboxedProgram.Failure.notRun(.noEntry)) { try run() }
  }
}
