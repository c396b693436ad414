import LoginStacks
import Testing

@Suite("PAM files")
struct PAMFileTests {
  private func line(_ text: String) -> PAMLine { PAMLine(bytes: Array(text.utf8)) }

  @Test("A rule is taken apart as libpam does it")
  func rule() {
    #expect(
      line("auth\t[success=1 default=ignore]\tpam_unix.so nullok [prompt=One code: ] # why\n").content
        == .rule(
          PAMRule(
            .auth, .actions([.success: .jump(1)], default: .ignore), "pam_unix.so", ["nullok", "prompt=One code: "])))
    #expect(
      line("-AUTH Required pam_x.so\n").content
        == .rule(PAMRule(.auth, .required, "pam_x.so", isQuietWhenMissing: true)))
    #expect(line("@include common-auth").content == .includeAll(file: "common-auth"))
    #expect(line("auth required \\\n  pam_x.so a\n").content == .rule(PAMRule(.auth, .required, "pam_x.so", ["a"])))
    #expect(line("  # auth required pam_x.so\n").content == .nothing)
    #expect(line("\n").content == .nothing)
  }

  @Test("What libpam cannot read is told from what it can", arguments: [
    "auth\n", "auth required\n", "autH_x required pam_x.so\n", "required pam_x.so\n", "@include\n",
  ])
  func unreadable(text: String) {
    #expect(line(text).content == .unreadable)
  }

  @Test("Brackets are read with blanks in them, and wrong ones are a failure", arguments: [
    ("[ success = ok default=bad ]", PAMControl.actions([.success: .ok], default: .bad)),
    ("[success=2]", .actions([.success: .jump(2)], default: .bad)),
    ("[success=0]", .unreadable), ("[success=often]", .unreadable), ("[sucess=ok]", .unreadable),
    ("[success=99999999999999999999]", .unreadable), ("nonsense", .unreadable),
  ])
  func brackets(text: String, control: PAMControl) {
    guard case .rule(let rule) = line("auth \(text) pam_x.so\n").content else {
      #expect(Bool(false), "no rule")
      return
    }
    #expect(rule.control == control)
  }

  @Test("Bytes come out as they went in", arguments: [
    "", "\n", "auth required pam_x.so", "a\\\nb\n", "# \\\nauth required pam_x.so\n", "\u{FF}\r\n", "a\\", "\\\n\\\n",
  ])
  func roundTrip(text: String) {
    let bytes = Array(text.utf8) + [0xFF, 0x00]
    #expect(PAMFile(name: "x", bytes: bytes).bytes == bytes)
    #expect(PAMFile(name: "x", bytes: Array(text.utf8)).bytes == Array(text.utf8))
  }

  @Test("Lines are numbered as an editor does, continued ones included")
  func numbers() {
    let stack = Files.stack("# one", "auth required \\", "  pam_x.so", "auth required pam_countersign.so")
    #expect(stack.ours == [StackPlace(file: "some", line: 4, index: 2)])
  }
}
