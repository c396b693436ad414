import Testing
import Words

@testable import countersign

@Suite struct SSHDSettingsTests {
  /// Lines of `sshd -T` of OpenSSH 9.2.
  private let settings = SSHDSettings(
    """
    port 22
    port 2222
    addressfamily any
    usepam yes
    logingracetime 120
    maxauthtries 6
    permitrootlogin without-password
    kbdinteractiveauthentication no
    passwordauthentication yes
    gatewayports no
    banner none
    authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2
    acceptenv LANG
    acceptenv LC_*
    authenticationmethods publickey,password publickey,keyboard-interactive
    subsystem sftp /usr/lib/openssh/sftp-server -l INFO
    rekeylimit 0 0
    versionaddendum
    """)

  @Test("Values are told as sshd says them")
  func values() {
    #expect(settings.value("permitrootlogin") == "without-password")
    #expect(settings.value("subsystem") == "sftp /usr/lib/openssh/sftp-server -l INFO")
    #expect(settings.value("versionaddendum") == "")
    #expect(settings.value("pamservicename") == nil)
    #expect(settings.values("acceptenv") == ["LANG", "LC_*"])
    #expect(settings.values("port") == ["22", "2222"])
    #expect(
      settings.values("authenticationmethods") == ["publickey,password", "publickey,keyboard-interactive"])
    #expect(settings.values("pamservicename").isEmpty)
    #expect(settings.number("maxauthtries") == 6)
    #expect(settings.number("banner") == nil)
  }

  @Test("A flag is on, off or not there")
  func flags() {
    #expect(settings.flag("usepam") == true)
    #expect(settings.flag("kbdinteractiveauthentication") == false)
    #expect(settings.flag("permitrootlogin") == nil)
    #expect(settings.flag("pamservicename") == nil)
  }

  @Test("What sshd refuses is told in its own words")
  func refusal() {
    let ending = Program.Ending(
      status: .exit(255), output: [],
      error: Array("/etc/ssh/sshd_config: line 3: Bad configuration option: UsePAN\r\nmore\n".utf8))
    #expect(
      SSHDSettings.refusal(ending, "/tmp/x")
        == Complaint(
          "sshd does not take its configuration: /etc/ssh/sshd_config: line 3: Bad configuration option: UsePAN",
          hint: "sshd -t -f /tmp/x shows what is wrong"))
    let late = Program.Ending(status: .timedOut, output: [], error: [])
    #expect(SSHDSettings.refusal(late, nil).hint == "run sshd -t to see what it waits for")
  }

  @Test("Names that sshd would take for more than a name are not passed to it")
  func names() {
    #expect(throws: Complaint.self) {
      try SSHDSettings.effective(user: "alice,addr=192.0.2.1", host: "h", address: "192.0.2.7")
    }
  }
}
