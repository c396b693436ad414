import Testing

@testable import Countersign

@Suite struct PolicyInspectionTests {
  private func flaws(_ text: String) -> [String] {
    guard case .flawed(let flaws, _) = PolicyInspection(Array(text.utf8)) else { return [] }
    return flaws.map { "\($0.line):\($0.column) \($0.reason.name)" }
  }

  @Test("A sound policy is read as a login reads it")
  func sound() throws {
    let text = "Mode mandatory\nMatch Service sudo\nMode enrolled\n"
    #expect(PolicyInspection(Array(text.utf8)) == .sound(try TestPolicy.read(text)))
  }

  @Test("Every flaw is found, in its place, and none that only follows from another")
  func all() {
    let text = """
      Mood enrolled
      Mode mandatory
      Match Servise sudo
        Mode disabled
      Match Network 192.0.2.1/24 User alice
        Mode disabled
        Mode disabled
      Prompt "x
      """
    #expect(
      flaws(text) == [
        "1:1 unknown-keyword", "3:7 unknown-criterion", "5:15 host-bits-set", "7:3 duplicate-in-block",
        "8:8 unterminated-quote",
      ])
  }

  @Test("The first flaw is the one that a login meets")
  func first() throws {
    for text in ["Mode x", "Mode enrolled\nMode enrolled", "\u{7}", "Match all User x", "Match"] {
      guard case .flawed(let flaws, _) = PolicyInspection(Array(text.utf8)) else {
        Issue.record("no flaw: \(text)")
        continue
      }
      #expect(flaws.first == TestPolicy.flaw(Array(text.utf8)))
    }
  }

  @Test("What is no single line ends the search, and so do twenty flaws")
  func limits() {
    let many = String(repeating: "Mood x\n", count: 30)
    guard case .flawed(let flaws, let isComplete) = PolicyInspection(Array(many.utf8)) else {
      Issue.record("no flaw")
      return
    }
    #expect(flaws.count == 20 && !isComplete)
    #expect(flaws.map(\.line) == Array(1...20))
    let long = String(repeating: "\n", count: PolicyReader.mostLines + 1)
    guard case .flawed(let one, isComplete: false) = PolicyInspection(Array(long.utf8)) else {
      Issue.record("no flaw")
      return
    }
    #expect(one.map(\.reason) == [.tooManyLines])
  }

  @Test("Lines and blocks are found by number")
  func lines() throws {
    let policy = try TestPolicy.read("Mode enrolled\nMatch User a\n  Mode disabled\n\nMatch User b\n")
    #expect(Bytes.text(Array(policy.line(3))) == "  Mode disabled")
    #expect(policy.line(4).isEmpty && policy.line(6).isEmpty && policy.line(99).isEmpty)
    #expect(policy.matchBlock(holding: 1) == nil)
    #expect(policy.matchBlock(holding: 3)?.line == 2 && policy.matchBlock(holding: 5)?.line == 5)
  }
}
