import Testing

@testable import countersign

@Suite struct SSHDSourcesTests {
  private func sources(_ files: [String: String]) -> SSHDSources {
    SSHDSources(
      "/etc/ssh/sshd_config",
      SSHDSources.Reader(
        content: { files[$0] },
        names: { folder in
          files.keys.filter { $0.hasPrefix(folder + "/") }.map { String($0.dropFirst(folder.count + 1)) }.sorted()
        }))
  }

  @Test("Files are read in sshd's order, and the first setting decides")
  func order() {
    let found = sources([
      "/etc/ssh/sshd_config": "# comment\nInclude /etc/ssh/sshd_config.d/*.conf\n\nUsePAM no\nPort = 22\n",
      "/etc/ssh/sshd_config.d/50-redhat.conf": "UsePAM yes\n\tkbdinteractiveauthentication   \"no\"  \r\n",
      "/etc/ssh/sshd_config.d/10-countersign.conf": "KbdInteractiveAuthentication yes\n",
      "/etc/ssh/sshd_config.d/.hidden.conf": "UsePAM no\n",
      "/etc/ssh/sshd_config.d/notes.txt": "UsePAM no\n",
    ])
    let folder = "/etc/ssh/sshd_config.d"
    #expect(
      found.files == ["/etc/ssh/sshd_config", "\(folder)/10-countersign.conf", "\(folder)/50-redhat.conf"])
    #expect(found.deciding("usepam")?.place == "\(folder)/50-redhat.conf line 1")
    #expect(found.deciding("kbdinteractiveauthentication")?.value == "yes")
    #expect(found.statements.first { $0.file.hasSuffix("redhat.conf") && $0.line == 2 }?.value == "no")
    #expect(found.deciding("port")?.value == "22")
  }

  @Test("What stands below a Match holds for some, and a Match of an included file ends with it")
  func matches() {
    let found = sources([
      "/etc/ssh/sshd_config": """
        Include extra
        PasswordAuthentication no
        Match Address 10.0.0.0/8,!192.0.2.*,2001:db8::/32 User alice,b*
          PasswordAuthentication yes
        Match all
          X11Forwarding no
        """,
      "/etc/ssh/extra": "Match User bob\nUsePAM no\n",
    ])
    #expect(found.deciding("usepam") == nil)
    #expect(found.deciding("passwordauthentication")?.value == "no")
    #expect(found.deciding("x11forwarding")?.value == "no")
    #expect(found.namedAddresses == ["10.0.0.0", "192.0.2.1", "2001:db8::"])
    #expect(found.namedUsers == ["bob", "alice"])
  }

  @Test("Includes that go round in a circle, and files that are not there, end")
  func circles() {
    let found = sources(["/etc/ssh/sshd_config": "Include /etc/ssh/sshd_config\nInclude /none\nUsePAM yes\n"])
    #expect(found.deciding("usepam")?.value == "yes")
    #expect(found.unreadable.contains("/none"))
  }

  @Test("A file of ours that loses, or is not read at all, is found")
  func dropIn() throws {
    let ours = "/etc/ssh/sshd_config.d/10-countersign.conf"
    let text = "KbdInteractiveAuthentication yes\nUsePAM yes\n"
    let beaten = sources([
      "/etc/ssh/sshd_config": "Include /etc/ssh/sshd_config.d/*.conf\n", ours: text,
      "/etc/ssh/sshd_config.d/01-cloud.conf": "\nKbdInteractiveAuthentication no\nUsePAM YES\n",
    ])
    try SSHDDropInCheck(sources: beaten, own: [ours]).findings.expect(
      "sshd-drop-in", .fail,
      "/etc/ssh/sshd_config.d/01-cloud.conf line 2 says 'KbdInteractiveAuthentication no' and is read before \(ours)",
      cure: "00-countersign.conf")
    let unread = sources(["/etc/ssh/sshd_config": "UsePAM yes\n", ours: text])
    try SSHDDropInCheck(sources: unread, own: [ours]).findings.expect(
      "sshd-drop-in", .fail, "does not read", cure: "Include")
    let behind = sources(["/etc/ssh/sshd_config": "UsePAM no\nInclude sshd_config.d/*.conf\n", ours: text])
    try SSHDDropInCheck(sources: behind, own: [ours]).findings.expect(
      "sshd-drop-in", .fail, "/etc/ssh/sshd_config line 1")
    let good = sources(["/etc/ssh/sshd_config": "Include sshd_config.d/*.conf\nUsePAM no\n", ours: text])
    try SSHDDropInCheck(sources: good, own: [ours]).findings.expect("sshd-drop-in", .ok)
    #expect(SSHDDropInCheck(sources: good, own: []).findings.isEmpty)
  }
}
