import Foundation
import Testing

/// What `explain` says of logins; that it is what a login does is tested with the core.
@Suite struct ExplainTests {
  private func store(_ policy: String) throws -> StoreRoot {
    let store = try StoreRoot()
    try store.write(policy: policy)
    return store
  }

  private func object(_ result: Command.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  private static let policy = """
    Mode enrolled
    Notice "Call 4711."
    Match Service sudo
      Mode mandatory
      Factors hotp
    Match Service su
      WhoseFactor caller
    Match Network 10.0.0.0/8
      Mode disabled
    Match User bin
      Mode mandatory
      EnrollBy 2027-02-01
    """

  @Test(
    "The sentence names the outcome, and the deciding line is quoted",
    arguments: [
      (["nobody", "--service", "sshd"], "asked for a code.", "line 1, Mode enrolled"),
      (["nobody", "--service", "sudo"], "no factor can answer now.", "line 4, Mode mandatory"),
      (["nobody", "--service", "sshd", "--from", "10.1.2.3"], "as nobody is asked here.", "line 9, Mode disabled"),
      (["bin", "--service", "sshd", "--at", "2027-01-31 12:00"], "there is 1 day left to enrol.",
        "line 12, EnrollBy 2027-02-01"),
      (["bin", "--service", "sshd", "--at", "2027-02-01"], "not enrolled.", "line 11, Mode mandatory"),
      (["daemon", "--service", "sshd"], "as daemon is not enrolled.", "line 1, Mode enrolled"),
      (["daemon", "--service", "sudo", "--nullok"], "as daemon is not enrolled.", "the argument nullok of the PAM line"),
      (["nobody", "--service", "su"], "as the one who calls is not known here.", "line 7, WhoseFactor caller"),
      (["daemon", "--service", "su", "--caller", "nobody"], "asked for a code.", "line 1, Mode enrolled"),
      (["no-such-user", "--service", "sudo"], "there is no such account.", "line 4, Mode mandatory"),
    ] as [([String], String, String)])
  func outcomes(arguments: [String], outcome: String, line: String) throws {
    let store = try store(Self.policy)
    try store.enroll("nobody")
    let before = try store.files()
    let result = try store.run(["explain"] + arguments)
    #expect(result.status == 0, "\(result.errorText)")
    let text = result.outputText.replacingOccurrences(of: "\n", with: " ")
    #expect(text.contains(outcome), "\(result.outputText)")
    #expect(text.contains("decided by    \(line)"), "\(result.outputText)")
    #expect(result.outputText.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(try store.files() == before)
  }

  @Test("What a person sees, which factors could answer, and what would change it")
  func details() throws {
    let store = try store(Self.policy)
    try store.enroll("nobody")
    let ssh = try store.run("explain", "nobody", "--service", "sshd").outputText
    #expect(ssh.contains("prompt        Verification code: "))
    #expect(ssh.contains("Call 4711.") && ssh.contains("sshd shows it in the question"))
    #expect(ssh.contains("phone         can answer: time-based"))
    let sudo = try store.run("explain", "nobody", "--service", "sudo").outputText
    #expect(sudo.contains("below         line 3, Match Service sudo"))
    #expect(sudo.contains("phone         does not count here: line 5, Factors hotp"))
    #expect(sudo.contains("- Factors with totp in line 5"))
    #expect(try store.run("explain", "bin", "--service", "sshd").outputText.contains("- countersign enroll bin"))
  }

  @Test("JSON has the same facts")
  func json() throws {
    let store = try store(Self.policy)
    try store.enroll("nobody")
    let facts = try object(store.run("explain", "nobody", "--service", "sudo", "--tty", "pts/3", "--json"))
    #expect(facts["result"] as? String == "refused" && facts["reason"] as? String == "no-factor-ready")
    let decision = try #require(facts["decidedBy"] as? [String: Any])
    #expect(decision["line"] as? Int == 4 && decision["text"] as? String == "Mode mandatory")
    #expect(decision["matchLine"] as? Int == 3 && decision["matchText"] as? String == "Match Service sudo")
    let factor = try #require((facts["factors"] as? [[String: Any]])?.first)
    #expect(factor["device"] as? String == "phone" && factor["ready"] as? Bool == false)
    #expect(factor["reason"] as? String == "not-counted" && facts["prompt"] as? String == "Verification code: ")
    let days = try object(store.run("explain", "bin", "--service", "sshd", "--at", "2027-01-30T10:00Z", "--json"))
    #expect(days["result"] as? String == "let-pass" && days["daysLeft"] as? Int == 2)
  }

  @Test("A policy with a flaw refuses, and says where it is")
  func flaw() throws {
    let result = try store("Mode enrolled\nMode x").run("explain", "nobody", "--service", "sshd")
    #expect(result.status == 0)
    let text = result.outputText.replacingOccurrences(of: "\n", with: " ")
    #expect(text.contains("refused, as") && text.contains("line 2, column"))
  }

  @Test("A host name is told to be no address, and counts as an unknown place")
  func hostName() throws {
    let result = try store("Match Network 0.0.0.0/0\nMode disabled").run(
      "explain", "nobody", "--service", "sshd", "--from", "host.example")
    #expect(result.errorText.contains("host.example is no address"))
    #expect(result.outputText.contains("as nobody is not enrolled"))
  }

  @Test(
    "Times are days or minutes by the clock on the wall, or UTC",
    arguments: ["2027-13-01", "2027-02-30", "tomorrow", "2027-02-01 25:00", "2027-02-01T08:60Z", ""])
  func badTimes(time: String) throws {
    let result = try CountersignCommandLine.run(["explain", "nobody", "--service", "sshd", "--at", time])
    #expect(result.status == 2 && result.errorText.contains("countersign: error: "))
  }
}
