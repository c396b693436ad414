import Glibc
import Testing

@testable import Countersign

@Suite struct NamePatternTests {
  private func matches(_ name: String, _ pattern: String) -> Bool {
    NamePattern.matches(Array(name.utf8)[...], Array(pattern.utf8)[...])
  }

  @Test("Patterns", arguments: [
    ("alice", "alice", true), ("alice", "Alice", false), ("alice", "al*", true), ("alice", "*ice", true), ("", "*", true),
    ("", "?", false), ("", "", true), ("a", "", false), ("alice", "a?ice", true), ("alice", "a?lice", false),
    ("alice", "*l*c*", true), ("alice", "*x*", false), ("a*c", "a*c", true), ("abc", "a\\*c", false), ("[a]", "[a]", true),
    ("aaab", "*a*a*b", true), ("aaab", "*a*a*a*a*b", false), ("alice", "**", true), ("alice", "alice*", true),
    ("alice", "alice?", false),
  ])
  func patterns(name: String, pattern: String, isMatch: Bool) {
    #expect(matches(name, pattern) == isMatch)
  }

  @Test("Patterns are what fnmatch says")
  func oracle() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<30_000 {
      let name = String((0..<Int.random(in: 0...8, using: &generator)).map { _ in "ab".randomElement(using: &generator) ?? "a" })
      let pattern = String(
        (0..<Int.random(in: 0...7, using: &generator)).map { _ in "ab*?".randomElement(using: &generator) ?? "a" })
      #expect(matches(name, pattern) == (unsafe fnmatch(pattern, name, 0) == 0), "\(name) \(pattern)")
    }
  }

  @Test("A pattern of many stars takes no time")
  func manyStars() {
    let name = [UInt8](repeating: UInt8(ascii: "a"), count: 255)
    let pattern = Array(String(repeating: "*a", count: 400).utf8) + [UInt8(ascii: "b")]
    #expect(!NamePattern.matches(name[...], pattern[...]))
  }
}
