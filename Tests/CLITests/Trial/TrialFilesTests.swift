import LoginStacks
import Testing

@testable import countersign

@Suite struct TrialFilesTests {
  private func files(_ texts: [String: String], module: String? = nil) -> TrialFiles {
    let files = Dictionary(uniqueKeysWithValues: texts.map { ($0, PAMFile(name: $0, bytes: Array($1.utf8))) })
    let directory = ModuleDirectory.found() ?? ModuleDirectory(path: "/")
    return TrialFiles(AuthStack(service: "sshd", files: files), files, directory, module: module)
  }

  private func text(
    _ files: TrialFiles, _ name: String = "sshd", _ arrangement: TrialArrangement = .init(firstFactor: .success)
  ) -> String {
    let file = files.contents(arrangement, folder: "/run/p", root: "/run/x").first { $0.name == name }
    return String(decoding: file?.bytes ?? [], as: UTF8.self)
  }

  @Test func onlyAuthRulesAreTakenOverEachWithItsControl() {
    let files = files([
      "sshd": """
        #%PAM-1.0
        @include common-auth
        -auth [success=1 default=ignore] pam_unix.so nullok # comment
        auth [success=ok new_authtok_reqd=done auth_err=2 default=bad] pam_deny.so
        account required pam_unix.so
        auth SUBSTACK other-stack
        auth required \\
          pam_countersign.so prompt=x [prompt=a b] root=/elsewhere
        """,
      "common-auth": "auth requisite pam_unix.so\n", "other-stack": "auth optional pam_permit.so\n",
    ])
    #expect(
      text(files) == """
        @include /run/p/common-auth
        -auth [success=1 default=ignore] pam_debug.so auth=success
        auth [success=ok auth_err=2 new_authtok_reqd=done default=bad] pam_deny.so
        auth substack /run/p/other-stack
        auth required pam_countersign.so prompt=x [prompt=a b] root=/run/x

        """)
    #expect(text(files, "common-auth") == "auth requisite pam_debug.so auth=success\n")
    #expect(text(files, "other") == "auth required pam_deny.so\n")
    #expect(files.root == "/elsewhere")
  }

  @Test func whatLibpamDoesNotUnderstandFails() {
    let files = files(["sshd": "auth [success=maybe] pam_unix.so\nauth required\nnonsense here and there\n"])
    #expect(text(files) == String(repeating: "auth [default=bad] pam_debug.so auth=perm_denied\n", count: 3))
  }

  @Test func aFileNamedByItsPathLiesAmongTheOthers() {
    let files = files(["sshd": "auth include /etc/pam.d/x\n", "/etc/pam.d/x": "auth required pam_permit.so\n"])
    #expect(text(files) == "auth include /run/p/_etc_pam.d_x\n")
    #expect(text(files, "_etc_pam.d_x") == "auth required pam_permit.so\n")
  }

  @Test func ourModuleIsRealMissingOrSaysSomething() {
    let files = files(["sshd": "auth required pam_countersign.so debug\n"], module: "/opt/pam_countersign.so")
    #expect(text(files) == "auth required /opt/pam_countersign.so debug root=/run/x\n")
    let missing = TrialArrangement(firstFactor: .success, module: .missing)
    #expect(text(files, "sshd", missing) == "auth required /run/x/missing/pam_countersign.so\n")
    let saying = TrialArrangement(firstFactor: .success, module: .says(.maxtries))
    #expect(text(files, "sshd", saying) == "auth required pam_debug.so auth=maxtries\n")
  }

  @Test func oneOfSeveralSaysYes() {
    let files = files(["sshd": "auth sufficient pam_unix.so\nauth sufficient pam_userdb.so\n"])
    let places = files.roles.map(\.place)
    #expect(
      text(files, "sshd", TrialArrangement(firstFactor: .auth_err, onlyRight: places.last))
        == "auth sufficient pam_debug.so auth=auth_err\nauth sufficient pam_debug.so auth=success\n")
  }

  @Test func thePasswordIsAskedForWhereOurModuleTakesItsEnd() {
    let files = files(["sshd": "auth required pam_unix.so\nauth required pam_countersign.so use_first_pass\n"])
    #expect(text(files).hasPrefix("auth [default=ignore] pam_exec.so quiet quiet_log expose_authtok /bin/true\n"))
    #expect(files.usesEarlierAnswer && !files.asksForBoth)
  }
}
