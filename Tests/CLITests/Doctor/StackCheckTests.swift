import LoginStacks
import Testing

@testable import countersign

@Suite struct StackCheckTests {
  private func findings(
    _ lines: String..., service: String = "sshd", interest: StackCheck.Interest = .usual, withoutPassword: [String] = []
  ) -> [Finding] {
    let text = lines.map { $0 + "\n" }.joined()
    let files = [
      service: PAMFile(name: service, bytes: Array(text.utf8)),
      "common-auth": PAMFile(
        name: "common-auth",
        bytes: Array(
          """
          auth [success=1 default=ignore] pam_unix.so nullok
          auth requisite pam_deny.so
          auth required pam_permit.so

          """.utf8)),
    ]
    let stack = ServiceStack(service: service, files: files)
    return StackCheck(stack: stack, interest: interest, withoutPassword: withoutPassword).findings
  }

  @Test("A password and then a code is right")
  func sound() throws {
    try findings("@include common-auth", "auth required pam_countersign.so").expect("stack-sshd", .ok)
  }

  @Test("A service that does not ask is told of only to those who want to know")
  func notAsked() throws {
    try findings("@include common-auth").expect("stack-sshd", .ok, "does not ask for a code")
    try findings("@include common-auth", interest: .named).expect(
      "stack-sshd", .warn, "does not ask for a code", cure: "countersign enable sshd")
    #expect(findings("@include common-auth", service: "cups", interest: .none).isEmpty)
  }

  @Test("What lets people in whom the module has refused is told by its cause", arguments: [
    ("optional", "a wrong code"), ("sufficient", "a wrong code"), ("[success=ok default=ignore]", "a wrong code"),
    ("[success=ok conv_err=ignore default=bad]", "Ctrl-C"),
    ("[success=ok authinfo_unavail=ignore default=die]", "an error of the module"),
  ])
  func refusals(control: String, cause: String) throws {
    try findings("@include common-auth", "auth \(control) pam_countersign.so").expect(
      "stack-sshd", .fail, "\(cause) ", cure: "auth required pam_countersign.so")
    try findings("@include common-auth", "auth \(control) pam_countersign.so").expect(
      "stack-sshd", .fail, "lets people in (sshd line 2)")
  }

  @Test("What ends the stack before the code is named with its place")
  func past() throws {
    try findings("auth sufficient pam_unix.so", "auth required pam_countersign.so").expect(
      "stack-sshd", .fail, "pam_unix lets people in before the code is asked for (sshd line 1)")
    try findings(
      "@include common-auth", "auth [success=1 default=ignore] pam_succeed_if.so user ingroup ops",
      "auth required pam_countersign.so"
    ).expect("stack-sshd", .fail, "pam_succeed_if lets people in before")
  }

  @Test("A stack that lets nobody in is told")
  func nobody() throws {
    try findings("auth required pam_deny.so", "auth required pam_countersign.so").expect(
      "stack-sshd", .fail, "lets nobody in, whatever they type")
    try findings("@include nothing", "auth required pam_countersign.so").expect("stack-sshd", .fail, cure: "@include")
    let unreadable = findings("@include common-auth", "auth include nothing", "auth required pam_countersign.so")
    #expect(unreadable.contains { $0.grade == .fail && $0.text.contains("sshd line 2") }, "\(unreadable)")
  }

  @Test("Smaller holes are warned of")
  func smaller() throws {
    try findings("@include common-auth", "auth required pam_countersign.so nullok").expect(
      "stack-sshd", .warn, "'nullok' lets people without a device pass")
    try findings("auth required pam_countersign.so", "auth required pam_permit.so", service: "sudo").expect(
      "stack-sudo", .warn, "the code alone is enough")
    try findings("@include common-auth", "auth required pam_countersign.so", withoutPassword: ["eve"]).expect(
      "stack-sshd", .warn, "eve needs no password, by 'nullok' of pam_unix (common-auth line 1)", cure: "passwd eve")
    try findings(
      "auth [success=ignore] pam_succeed_if.so user ingroup ops", "@include common-auth", "auth required pam_countersign.so"
    ).expect("stack-sshd", .warn, "sshd line 1 has no 'default'")
  }

  @Test("Accounts without a password are those whose field is empty")
  func shadow() {
    let text = "root:$y$j9T$abc:20000:0:99999:7:::\ndaemon:*:1::::::\neve::20000:0:99999:7:::\nbob:!:1::::::\n:\n"
    #expect(EmptyPasswords.names(in: text) == ["eve"])
  }
}
