import LoginStacks
import Testing

@testable import countersign

@Suite struct TrialRoleTests {
  private func role(_ line: String, isInstalled: Bool = true) throws -> TrialRole {
    TrialRole(try #require(PAMLine(line).rule(of: .auth)), isInstalled: isInstalled)
  }

  @Test(arguments: [
    "auth required pam_deny.so", "auth required pam_permit.so", "auth required pam_succeed_if.so uid >= 1000",
    "auth required pam_localuser.so", "auth required pam_env.so", "auth optional pam_cap.so",
    "auth required pam_exec.so quiet /usr/local/libexec/countersign/by-key",
  ])
  func whatHasNoEffectIsRunAsItIs(_ line: String) throws {
    #expect(try role(line) == .itself)
  }

  @Test(arguments: [
    "auth required pam_unix.so nullok", "auth sufficient pam_sss.so forward_pass", "auth sufficient pam_fprintd.so",
    "auth required pam_exec.so /usr/local/bin/check", "auth required pam_never_heard_of.so",
    "auth required pam_exec.so /tmp/by-key", "auth sufficient pam_ssh_agent_auth.so",
  ])
  func whatChecksSomethingIsStoodInFor(_ line: String) throws {
    #expect(try role(line) == .firstFactor)
  }

  @Test(arguments: [
    ("auth required pam_faillock.so preauth", PAMResult.success),
    ("auth [default=die] pam_faillock.so authfail", .ignore), ("auth required pam_tally2.so", .success),
    ("auth required pam_wheel.so", .ignore), ("auth required pam_nologin.so", .ignore),
    ("auth optional pam_gnome_keyring.so", .success),
    // Where it would end the stack it says no; where the stack is for such callers alone it says yes.
    ("auth sufficient pam_rootok.so", .auth_err), ("auth [success=2 default=ignore] pam_rootok.so", .auth_err),
    ("auth required pam_rootok.so", .success), ("auth sufficient pam_wheel.so trust use_uid", .auth_err),
    ("auth sufficient pam_timestamp.so", .auth_err), ("auth sufficient pam_rhosts.so", .auth_err),
  ])
  func whatDependsOnTheMomentSaysTheSameAlways(_ line: String, _ result: PAMResult) throws {
    #expect(try role(line) == .always(result))
  }

  @Test func secondFactorsAreToldFromFirstOnes() throws {
    #expect(try role("auth required pam_google_authenticator.so nullok") == .otherFactor)
    #expect(try role("auth required pam_countersign.so") == .code)
    #expect(try role("auth required /opt/x/pam_countersign.so", isInstalled: false) == .code)
  }

  @Test func whatIsNotInstalledIsLeftToLibpam() throws {
    #expect(try role("-auth sufficient pam_systemd_home.so", isInstalled: false) == .itself)
  }
}
