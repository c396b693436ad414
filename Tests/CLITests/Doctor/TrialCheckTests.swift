import Countersign
import LoginStacks
import Testing
import Words

@testable import countersign

@Suite struct TrialCheckTests {
  private let dana: UserName

  init() throws {
    dana = try #require(UserName(Array("dana".utf8)))
  }

  private func finding(
    _ judgement: TrialJudgement, service: String = "sshd", first: FirstFactor = .password, hasKey: Bool = false
  ) -> [Finding] {
    let origin = TrialOrigin(to: service, by: dana)
    let report = TrialReport(
      service: service, user: dana, origin: hasKey ? origin.afterKey : origin, firstFactor: first, outcomes: [],
      remarks: [], judgement: judgement)
    return [TrialCheck(service: service, report: report).finding]
  }

  @Test("Each judgement has its grade, and its cure where one is needed")
  func judgements() throws {
    try finding(.sound).expect("trial-sshd", .ok, "sshd: ")
    try finding(.letsIn([.abortedCode, .moduleFails])).expect(
      "trial-sshd", .fail, "'right password, Ctrl-C at the code' and 'right password, module fails otherwise'",
      cure: "countersign try sshd --user dana --from 192.0.2.1 shows")
    try finding(.nobodyGetsIn, service: "sudo").expect(
      "trial-sudo", .fail, "sudo: logins were tried, and nobody got in", cure: "countersign try sudo --user dana shows")
    try finding(.cannotRun(Complaint("it is dark", hint: "make light"))).expect(
      "trial-sshd", .warn, "no logins could be tried: it is dark", cure: "make light")
  }

  @Test("A login after a key says so, in the words of its scenarios and in its cure")
  func key() throws {
    try finding(.letsIn([.wrongCode]), first: .key, hasKey: true).expect(
      "trial-sshd", .fail, "sshd, after a key: logins were tried, and let in that must be refused: 'key, wrong code'",
      cure: "--key shows")
  }

  // MARK: What is tried

  private func stack(_ service: String, _ lines: String...) -> AuthStack {
    let text = lines.map { $0 + "\n" }.joined()
    return AuthStack(service: service, files: [service: PAMFile(name: service, bytes: Array(text.utf8))])
  }

  @Test("Which logins there are is seen from the stack")
  func styles() {
    let code = "auth required pam_countersign.so"
    #expect(TrialSubject.style(of: stack("sshd", "auth required pam_unix.so", code)) == .passwordAndCode)
    #expect(TrialSubject.style(of: stack("sshd", "auth required pam_foreign.so", code)) == .passwordAndCode)
    #expect(TrialSubject.style(of: stack("sshd", "auth required pam_env.so", code)) == .keyAndCode)
    let byKey = "auth [success=1 default=ignore] pam_exec.so quiet /usr/libexec/countersign/by-key"
    #expect(
      TrialSubject.style(of: stack("sshd", byKey, "auth requisite pam_unix.so", code)) == .keyOrPasswordAndCode)
    #expect(TrialOrigin.all(to: "sshd", by: dana, .keyOrPasswordAndCode).map(\.hasKey) == [true, false])
    #expect(TrialOrigin.all(to: "sshd", by: dana, .keyAndCode).map(\.hasKey) == [true])
    #expect(TrialOrigin.all(to: "sudo", by: dana, .keyAndCode) == [TrialOrigin(terminal: "/dev/tty1", caller: dana)])
    #expect(TrialOrigin.all(to: "su", by: dana, .passwordAndCode) == [TrialOrigin(terminal: "/dev/tty1")])
  }

  @Test("Services with equal rules share a trial, unless a rule looks at the service's name")
  func subjects() {
    func subject(_ service: String, _ line: String, caller: UserName? = nil) -> TrialSubject {
      TrialSubject(
        stack(service, "# \(service)", line, "auth required pam_countersign.so"),
        TrialOrigin(terminal: "/dev/tty1", caller: caller))
    }
    let unix = "auth required pam_unix.so"
    #expect(subject("chsh", unix) == subject("chfn", unix))
    #expect(subject("chsh", unix) != subject("chfn", "auth optional pam_unix.so"))
    #expect(subject("chsh", unix) != subject("sudo", unix, caller: dana))
    for line in ["auth required pam_access.so", "auth sufficient pam_succeed_if.so service = chsh"] {
      #expect(subject("chsh", line) != subject("chfn", line))
    }
    let group = "auth sufficient pam_succeed_if.so user ingroup ops"
    #expect(subject("chsh", group) == subject("chfn", group))
  }

  @Test("Groups are those outside of which nobody is asked on purpose")
  func groups() {
    let meant = "auth [success=1 default=ignore] pam_succeed_if.so quiet user notingroup ops"
    let other = "auth [success=1 default=ignore] pam_succeed_if.so quiet user ingroup staff"
    #expect(TrialSubject.groups(of: stack("su", other, meant, "auth required pam_countersign.so")) == ["ops"])
  }

  @Test("Root is tried only where there is nobody else")
  func typical() throws {
    let root = try #require(DoctorPeople.root)
    #expect(AdministratorSurvey.typical([root, dana]) == dana)
    #expect(AdministratorSurvey.typical([root]) == root)
    #expect(AdministratorSurvey.typical([]) == nil)
  }
}
