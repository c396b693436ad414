import LoginStacks
import Testing

@Suite("Ways through a stack")
struct StackAssessmentTests {
  private func assess(_ lines: String...) -> StackAssessment {
    StackAssessment(
      AuthStack(
        service: "some",
        files: Files.debian(["some": lines.map { $0 + "\n" }.joined()])
          .merging(Files.fedora.filter { $0.key.hasSuffix("-auth") }) { $1 }))
  }

  @Test("Sound stacks are found sound")
  func sound() {
    for assessment in [
      assess("@include common-auth", "auth required pam_countersign.so"),
      assess("@include common-auth", "auth requisite pam_countersign.so", "auth optional pam_group.so"),
      assess("auth substack system-auth", "auth required pam_countersign.so"),
      assess("auth sufficient pam_rootok.so", "auth required pam_unix.so", "auth required pam_countersign.so"),
      assess("auth required pam_unix.so", "auth [success=ok ignore=ignore default=die] pam_countersign.so"),
      // Odd, and yet nobody gets in: the refusal stays libpam's status.
      assess("auth [default=ok ignore=ignore] pam_countersign.so", "auth sufficient pam_unix.so"),
    ] { #expect(assessment.isSound, "\(assessment)") }
  }

  @Test("A refusal that another module overrides is found")
  func refusalOverridden() {
    for assessment in [
      assess("auth required pam_unix.so", "auth optional pam_countersign.so"),
      assess("auth required pam_unix.so", "auth sufficient pam_countersign.so"),
      assess("auth sufficient pam_countersign.so", "auth required pam_unix.so"),
      assess("auth [success=1 default=ignore] pam_countersign.so", "auth required pam_permit.so"),
      assess("auth required pam_unix.so", "auth [success=ok ignore=ignore default=ignore] pam_countersign.so"),
      assess("auth required pam_unix.so", "auth [success=ok conv_err=ignore default=bad] pam_countersign.so"),
    ] {
      #expect(assessment.wayInAfterRefusal != nil, "\(assessment)")
      #expect(!assessment.isSound)
    }
  }

  @Test("A way past the module is found, with the step that opens it")
  func past() {
    let sufficient = assess("auth sufficient pam_unix.so", "auth required pam_countersign.so")
    #expect(sufficient.wayPast?.last?.step.rule?.moduleName == "pam_unix")
    let included = assess("auth include system-auth", "auth required pam_countersign.so")
    #expect(included.wayPast?.last?.step.place.file == "system-auth")
    let jumped = assess(
      "auth required pam_unix.so", "auth [success=1 default=ignore] pam_succeed_if.so quiet uid < 1000",
      "auth required pam_countersign.so")
    #expect(jumped.wayPast?.last?.step.rule?.moduleName == "pam_succeed_if")
    #expect(assess("@include common-auth").asksForCode == false)
    #expect(assess("@include common-auth").wayPast != nil)
  }

  @Test("A code alone is told from a code behind a password")
  func codeAlone() {
    #expect(assess("@include common-auth", "auth required pam_countersign.so").wayInByCodeAlone == nil)
    #expect(assess("auth required pam_countersign.so", "auth required pam_permit.so").wayInByCodeAlone != nil)
    #expect(assess("auth substack system-auth", "auth required pam_countersign.so").wayInByCodeAlone == nil)
  }

  @Test("A stack that lets nobody in is not sound")
  func nobody() {
    let broken = assess("@include nowhere", "auth required pam_countersign.so")
    #expect(broken.wayIn == nil)
    let denied = assess("auth required pam_deny.so", "auth required pam_countersign.so")
    #expect(denied.wayIn == nil && denied.wayPast == nil)
    let badJump = assess("auth [success=5 default=ignore] pam_unix.so", "auth required pam_countersign.so")
    #expect(badJump.wayPast == nil)
    #expect(assess("auth reqired", "auth required pam_countersign.so").wayIn == nil)
    #expect(assess("auth include some", "auth required pam_countersign.so").wayIn == nil)
  }

  @Test("A jump passes over a substack as one, and cannot leave one")
  func substacks() {
    #expect(
      assess(
        "auth [success=1 default=ignore] pam_exec.so quiet /usr/libexec/countersign/by-key", "auth substack common-auth",
        "auth required pam_countersign.so", "auth required pam_permit.so"
      ).isSound)
    #expect(
      assess(
        "auth [success=2 default=ignore] pam_exec.so quiet /usr/libexec/countersign/by-key", "auth substack common-auth",
        "auth required pam_countersign.so", "auth required pam_permit.so"
      ).wayPast != nil)
  }
}
