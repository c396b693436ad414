import Testing

@testable import countersign

@Suite struct CompanionCheckTests {
  private static let path = "/usr/libexec/countersign/companion"

  private func findings(_ found: CompanionFile?, graceTime: Int? = nil) -> [String] {
    CompanionCheck(places: [Self.path], found: found, graceTime: graceTime).findings.map {
      "\($0.grade.rawValue) \($0.check)"
    }
  }

  private func file(regular: Bool = true, owner: UInt32 = 0, mode: UInt32 = 0o755) -> CompanionFile {
    CompanionFile(path: Self.path, isRegular: regular, owner: owner, permissions: mode)
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

  @Test("So has the program that talks to security keys")
  func securityKeyProgram() {
    func finding(_ found: CompanionFile?) -> String {
      SecurityKeyProgramCheck(places: [Self.path], found: found).finding.grade.rawValue
    }
    #expect(finding(file()) == "ok" && finding(nil) == "fail" && finding(file(regular: false)) == "fail")
    #expect(finding(file(mode: 0o644)) == "fail" && finding(file(owner: 1)) == "fail")
    #expect(finding(file(mode: 0o775)) == "fail")
  }

  @Test("A short time for logging in is warned of; none and a long one are not", arguments: [
    (nil, false), (0, false), (120, false), (90, false), (89, true), (1, true),
  ] as [(Int?, Bool)])
  func time(seconds: Int?, isWarned: Bool) {
    #expect(findings(file(), graceTime: seconds).contains("warn companion-time") == isWarned)
  }
}
