import Testing
import Words

@testable import countersign

@Suite struct DiagnosisTests {
  private func diagnosis() -> Diagnosis {
    var diagnosis = Diagnosis()
    diagnosis.add("sshd", [
      .ok("a", "sshd uses PAM"),
      .fail(
        "b", "sshd cannot ask alice for a code: KbdInteractiveAuthentication is off (/etc/ssh/sshd_config line 7)",
        cure: "set 'KbdInteractiveAuthentication yes' in a file that is read first, such as one in sshd_config.d"),
    ])
    diagnosis.add("Clock", [.warn("c", "nothing keeps the clock right", cure: "install chrony")])
    diagnosis.add("Nothing", [])
    diagnosis.leaveOut("the store, which only root may see")
    diagnosis.leaveOut("the store, which only root may see")
    diagnosis.repairs = [Repair(text: "/x: mode was 0644, is 0600"), Repair(text: "/y made", failure: "mkdir: no")]
    return diagnosis
  }

  @Test("The text has a line a check, its cure below it, and no line beyond 80 columns")
  func text() {
    let lines = DiagnosisText(diagnosis()).lines
    #expect(
      lines.joined(separator: "\n") == """
        Repairs
          done  /x: mode was 0644, is 0600
          fail  /y made: mkdir: no

        sshd
          ok    sshd uses PAM
          fail  sshd cannot ask alice for a code: KbdInteractiveAuthentication is off
                (/etc/ssh/sshd_config line 7)
                hint: set 'KbdInteractiveAuthentication yes' in a file that is read
                      first, such as one in sshd_config.d

        Clock
          warn  nothing keeps the clock right
                hint: install chrony

        Not looked at
          -     the store, which only root may see

        1 failure, 1 warning, 1 ok.
        """)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test("It is sound without failures, neither of a check nor of a repair")
  func soundness() {
    #expect(!diagnosis().isSound)
    var diagnosis = Diagnosis()
    diagnosis.add("Clock", [.warn("c", "t", cure: "c"), .ok("d", "t")])
    #expect(diagnosis.isSound)
    diagnosis.repairs = [Repair(text: "x", failure: "y")]
    #expect(!diagnosis.isSound)
  }

  @Test("As JSON it has the same, flat")
  func facts() throws {
    let json = try JSONText.of(DiagnosisFacts(diagnosis()))
    #expect(json.contains(#""check":"c","cure":"install chrony","grade":"warn","section":"Clock""#))
    #expect(json.contains(#""failures":1"#) && json.contains(#""unchecked":["the store, which only root may see"]"#))
    #expect(json.contains(#"{"failure":"mkdir: no","text":"/y made"}"#))
  }

  @Test("No name in a finding can send a terminal an escape sequence")
  func escapes() {
    let finding = Finding.warn("c", "file \u{1B}[2J", cure: "rm \u{1B}[2J")
    #expect(finding.text == "file \\x1b[2J" && finding.cure == "rm \\x1b[2J")
  }

  @Test("Many names are cut short", arguments: [
    (["alice"], "alice"), (["alice", "bob"], "alice and bob"), (["a", "b", "c"], "a, b and c"),
    (["a", "b", "c", "d"], "a, b and 2 more"), ([], "nobody"),
  ])
  func names(names: [String], text: String) {
    #expect(NameList.of(names) == text)
  }
}
