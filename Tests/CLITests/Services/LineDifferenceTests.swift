import Testing

@testable import countersign

@Suite("What changes in a file")
struct LineDifferenceTests {
  private func lines(_ before: String?, _ after: String?) -> [String] {
    LineDifference(before.map { Array($0.utf8) }, after.map { Array($0.utf8) }).lines
  }

  @Test("New lines stand between their neighbours, and the rest is left out")
  func insertion() {
    #expect(
      lines("1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nnew\n5\n6\n7\n8\n") == [
        "  …", "    3", "    4", "  + new", "    5", "    6", "  …",
      ])
  }

  @Test("A line that another one takes the place of")
  func replacement() {
    #expect(lines("a\nb\n", "a\nc\n") == ["    a", "  - b", "  + c"])
  }

  @Test("A new file, one that goes, and one that stays")
  func whole() {
    #expect(lines(nil, "a\n") == ["  + a"])
    #expect(lines("a\n", nil) == ["  - a"])
    #expect(lines("a\n", "a\n") == ["  …"])
    #expect(lines(nil, nil).isEmpty)
  }

  @Test("Nothing in a file can move the cursor")
  func control() {
    #expect(lines(nil, "\u{1B}[2J\tx\n") == ["  + \\x1b[2J x"])
  }
}
