import CTrialLogin
import Countersign
import Foundation
import Testing

/// The process of a trial: what it is given, and how it ends.
@Suite(.serialized) struct TrialLoginTests {
  private func login(
    _ lines: String..., change: (inout TrialLogin) -> Void = { _ in }, answers: [String] = [],
    breaksOff: Bool = false, seconds: UInt32 = 20, script: String = "exit 0\n"
  ) throws -> (ending: TrialEnding, note: String) {
    try TemporaryDirectory.with { folder in
      let note = folder.appendingPathComponent("note")
      let program = folder.appendingPathComponent("script")
      try Data(script.replacingOccurrences(of: "NOTE", with: note.path).utf8).write(to: program)
      // Not run by itself, which fails while a process of another test still has it open for writing.
      let text = lines.joined(separator: "\n").replacingOccurrences(of: "SCRIPT", with: "/bin/sh \(program.path)") + "\n"
      for name in ["trial", "other"] { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
      var login = TrialLogin(
        service: Array("trial".utf8), user: try #require(UserName(Array("nobody".utf8))),
        configuration: FilePath(Array(folder.path.utf8)))
      login.program = FilePath(Array(CountersignCommandLine.path.utf8))
      change(&login)
      let secrets = try answers.map { SharedSecret(try SecretBytes(copying: Array($0.utf8).span)) }
      let ending = try login.run(answers: secrets, breaksOff: breaksOff, seconds: seconds)
      return (ending, (try? String(contentsOf: note, encoding: .utf8)) ?? "")
    }
  }

  private func result(_ ending: TrialEnding) -> Int32? {
    if case .finished(let code, _, _) = ending { code } else { nil }
  }

  @Test func libpamsResultIsGiven() throws {
    #expect(try login("auth required pam_permit.so").ending == .finished(code: 0, credentials: 0, questions: []))
    #expect(try result(login("auth required pam_deny.so").ending) == 7)
    #expect(try result(login("auth required pam_debug.so auth=maxtries").ending) == 11)
    #expect(try login("auth required pam_debug.so cred=cred_err").ending
      == .finished(code: 0, credentials: 17, questions: []))
  }

  @Test func questionsAreAnsweredInOrderThenWithNothingOrNotAtAll() throws {
    let asking = "auth required pam_exec.so quiet expose_authtok SCRIPT\nauth required pam_permit.so"
    let script = "cat > NOTE\n"
    let answered = try login(asking, answers: ["first", "second"], script: script)
    #expect(answered.ending == .finished(code: 0, credentials: 0, questions: [Array("Password: ".utf8)]))
    #expect(answered.note.replacingOccurrences(of: "\0", with: "") == "first")
    #expect(try login(asking, script: script).note.isEmpty)
    #expect(try result(login(asking, breaksOff: true, script: script).ending) == 19)
  }

  @Test func theApplicationsSideIsWhatWasAskedFor() throws {
    let done = try login(
      "auth required pam_exec.so quiet SCRIPT",
      change: {
        $0.address = Array("192.0.2.7".utf8)
        $0.terminal = Array("ssh".utf8)
        $0.caller = Array("daemon".utf8)
        $0.connection = Array("192.0.2.7 1 192.0.2.1 22".utf8)
        $0.authenticationInfo = Array("publickey x y\n".utf8)
      }, script: "env | sort > NOTE\n")
    #expect(result(done.ending) == 0)
    for line in [
      "PAM_RHOST=192.0.2.7", "PAM_TTY=ssh", "PAM_RUSER=daemon", "PAM_SERVICE=trial", "PAM_USER=nobody",
      "SSH_CONNECTION=192.0.2.7 1 192.0.2.1 22", "SSH_AUTH_INFO_0=publickey x y",
    ] {
      #expect(done.note.contains(line + "\n"), "\(line)")
    }
    #expect(!done.note.contains("HOME="))
  }

  @Test(.enabled(if: UserDatabase.effectiveUser == 0, "another real user needs root"))
  func theRealUserIsTheCallers() throws {
    let done = try login(
      "auth required pam_exec.so quiet seteuid SCRIPT", change: { $0.realUser = 1 },
      script: "sed -n 's/^Uid:\\t\\([0-9]*\\)\\t.*/\\1/p' /proc/$PPID/status > NOTE\n")
    #expect(done.note == "1\n")
    #expect(try result(login("auth required pam_rootok.so").ending) == 0)
    #expect(try result(login("auth required pam_rootok.so", change: { $0.realUser = 1 }).ending) == 7)
  }

  @Test func nothingOfThisProcessIsInherited() throws {
    let script = """
      ls /proc/$PPID/fd > NOTE
      cut -d ' ' -f 7 /proc/$PPID/stat > NOTE.tty
      echo tty $(cat NOTE.tty) >> NOTE

      """
    let done = try login("auth required pam_exec.so quiet SCRIPT", script: script)
    let descriptors = done.note.split(separator: "\n").compactMap { Int($0) }
    // Those of pam_exec are the pipe of its own child, while it runs.
    #expect(descriptors.contains(3) && (descriptors.max() ?? 99) <= 6, "\(done.note)")
    #expect(done.note.contains("tty 0\n"))
  }

  @Test func whoTakesTooLongIsEnded() throws {
    let start = ContinuousClock.now
    #expect(try login("auth required pam_exec.so quiet SCRIPT", seconds: 1, script: "sleep 77\n").ending == .late)
    #expect(ContinuousClock.now - start < .seconds(15))
  }

  @Test func whoCrashesIsSaidToHave() throws {
    #expect(
      try login("auth required pam_exec.so quiet SCRIPT", script: "kill -SEGV $PPID\nsleep 9\n").ending
        == .killed(signal: 11))
    #expect(
      try login("auth required pam_exec.so quiet SCRIPT", script: "kill -KILL $PPID\nsleep 9\n").ending
        == .killed(signal: 9))
  }

  @Test func aProgramThatCarriesOutNothingIsALostLogin() throws {
    for program in ["/bin/true", "/nowhere"] {
      let done = try login("auth required pam_permit.so", change: { $0.program = FilePath(Array(program.utf8)) })
      #expect(done.ending == .lost, "\(program)")
    }
  }

  @Test func aTextThatCannotBePassedIsAnError() throws {
    #expect(throws: Errno.invalid) { try login("auth required pam_permit.so", change: { $0.terminal = [0x41, 0] }) }
    #expect(throws: Errno(rawValue: 7)) {
      try login("auth required pam_permit.so", answers: Array(repeating: "x", count: 9))
    }
  }
}
