import Testing
import Words

@testable import countersign

/// What a diagnosis tells of the site key.
@Suite struct SiteKeyCheckTests {
  private func grades(
    flaw: Complaint? = nil, second: String? = nil, _ trial: SiteKeyCheck.Trial
  ) -> [String] {
    SiteKeyCheck(path: "/etc/countersign/site.key", flaw: flaw, second: second, trial: trial).findings
      .map { "\($0.grade) \($0.check)" }
  }

  @Test func aKeyThatIsThereAndOpensIsSound() {
    #expect(grades(.opened(user: "alice")) == ["ok site-key", "ok site-key-opens"])
    #expect(grades(.nobody) == ["ok site-key"])
  }

  @Test func aFileThatCannotBeUsedIsAllThatIsTold() {
    #expect(grades(flaw: Complaint("it is gone", hint: "get it"), second: "0A", .nobody) == ["fail site-key"])
  }

  @Test func aSecondKeyIsAChangeThatHasNotEnded() {
    #expect(
      grades(second: "0A1B2C3D", .opened(user: "alice")) == [
        "ok site-key", "warn site-key-change", "ok site-key-opens",
      ])
  }

  @Test func aRecordThatDoesNotOpenIsAFailure() {
    let complaint = Complaint("it does not open", hint: "find out why")
    #expect(grades(.failed(complaint)) == ["ok site-key", "fail site-key-opens"])
  }
}
