import Testing
import Words

@testable import countersign

@Suite struct PeopleCheckTests {
  @Test("Who is missing, locked, disabled or has nothing that counts is told")
  func people() throws {
    func found(
      missing: [String] = [], refused: Int = 0, locked: [String] = [], disabled: [String] = [], expired: [String] = []
    ) -> [Finding] {
      PeopleCheck(missing: missing, refused: refused, locked: locked, disabled: disabled, expired: expired).findings
    }
    try found().expect("people-missing", .ok)
    try found(missing: ["a"]).expect(
      "people-missing", .warn, "a must be enrolled and is not", cure: "countersign report")
    try found(missing: ["a", "b"], refused: 1).expect("people-missing", .warn, "are not: 1 of them refused now")
    try found(missing: ["a", "b"], refused: 2).expect("people-missing", .warn, "are not: refused now")
    try found(locked: ["a"]).expect("people-locked", .warn, "a typed so many wrong codes", cure: "countersign unlock a")
    try found(disabled: ["a"]).expect(
      "people-disabled", .warn, "a device of a is disabled", cure: "countersign status a")
    try found(expired: ["a"]).expect("people-expired", .warn, "has expired", cure: "countersign status a")
  }

  @Test("The policy file: its errors, its first warnings, and that there is none")
  func policy() throws {
    func found(_ remarks: [PolicyRemark]?, _ complaint: Complaint? = nil) -> [Finding] {
      PolicyFileCheck(file: "/p", remarks: remarks, complaint: complaint).findings
    }
    func remark(_ kind: PolicyRemark.Kind, _ line: UInt32) -> PolicyRemark {
      PolicyRemark(kind: kind, line: line, column: 1, name: "n", message: "message \(line)", hint: "hint \(line)")
    }
    try found(nil).expect("policy", .ok, "there is no policy file")
    try found([]).expect("policy", .ok, "no errors")
    try found([remark(.warning, 1), remark(.error, 2)]).expect(
      "policy", .fail, "nobody is let in: /p, line 2: message 2", cure: "hint 2")
    let many = found((1...5).map { remark(.warning, $0) })
    #expect(many.map(\.grade) == [.warn, .warn, .warn, .warn])
    #expect(many[0].text == "/p, line 1: message 1" && many[3].text == "/p has 2 more warnings")
    try found(nil, Complaint("cannot read it", hint: "look")).expect("policy", .fail, "cannot read it", cure: "look")
  }
}
