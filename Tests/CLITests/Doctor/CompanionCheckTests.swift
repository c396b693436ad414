import Testing

@testable import countersign

@Suite struct CompanionCheckTests {
  private static let path = "/usr/libexec/countersign/companion"

  private func findings(_ found: ProgramFile?, graceTime: Int? = nil) -> [String] {
    CompanionCheck(program: check(.enrolment, found), graceTime: graceTime).findings.map {
      "\($0.grade.rawValue) \($0.check)"
    }
  }

  private func check(_ program: StartedProgram, _ found: ProgramFile?) -> ProgramCheck {
    ProgramCheck(program: program, places: [Self.path], found: found)
  }

  private func file(regular: Bool = true, owner: UInt32 = 0, mode: UInt32 = 0o755) -> ProgramFile {
    ProgramFile(path: Self.path, isRegular: regular, owner: owner, permissions: mode)
  }

  @Test("The program has to be there, be a program, and be root's alone")
  func program() {
    #expect(findings(file()) == ["ok companion"])
    #expect(findings(nil) == ["fail companion"])
    #expect(findings(file(regular: false)) == ["fail companion"])
    #expect(findings(file(mode: 0o644)) == ["fail companion"])
    #expect(findings(file(owner: 1)) == ["fail companion"])
    #expect(findings(file(mode: 0o775)) == ["fail companion"])
  }

  @Test("So have the programs for security keys and for directories", arguments: [
    StartedProgram.securityKey, .handedLogins, .directory,
  ])
  func others(program: StartedProgram) {
    func finding(_ found: ProgramFile?) -> String { check(program, found).finding.grade.rawValue }
    #expect(finding(file()) == "ok" && finding(nil) == "fail" && finding(file(regular: false)) == "fail")
    #expect(finding(file(mode: 0o644)) == "fail" && finding(file(owner: 1)) == "fail")
    #expect(finding(file(mode: 0o775)) == "fail")
  }

  @Test("The password or keytab for the directory has to be there, a file, root's and closed")
  func directoryPassword() {
    func grade(_ kind: StoreFile.Kind = .file, owner: UInt32 = 0, mode: UInt32 = 0o600, links: UInt64 = 1) -> String {
      finding(StoreFile.Found(kind: kind, owner: owner, permissions: mode, links: links))
    }
    func finding(_ found: StoreFile.Found?) -> String {
      let file = StoreFile(
        path: "/etc/p", wanted: .file, forbidden: 0o077, usual: 0o600, isNeeded: true, canBeMade: false, found: found)
      let grades = [false, true].map { DirectoryPasswordCheck(file: file, owner: 0, isKeytab: $0).finding.grade }
      return grades[0] == grades[1] ? grades[0].rawValue : "not the same"
    }
    #expect(grade() == "ok" && grade(mode: 0o400) == "ok" && finding(nil) == "fail" && grade(.link) == "fail")
    #expect(grade(owner: 1) == "fail" && grade(mode: 0o640) == "fail" && grade(links: 2) == "fail")
  }

  @Test("A short time for logging in is warned of; none and a long one are not", arguments: [
    (nil, false), (0, false), (120, false), (90, false), (89, true), (1, true),
  ] as [(Int?, Bool)])
  func time(seconds: Int?, isWarned: Bool) {
    #expect(findings(file(), graceTime: seconds).contains("warn companion-time") == isWarned)
  }
}
