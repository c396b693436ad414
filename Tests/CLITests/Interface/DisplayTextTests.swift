import Testing

@testable import countersign

@Suite struct DisplayTextTests {
  @Test("What could steer a terminal or deceive a reader is written out", arguments: [
    ("alice", "alice"), ("Zoë 日本", "Zoë 日本"), ("a\u{1B}[2Jb", "a\\x1b[2Jb"), ("a\nb\u{7F}", "a\\x0ab\\x7f"),
    ("a\u{9B}b", "a\\xc2\\x9bb"), ("a\u{202E}b", "a\\xe2\\x80\\xaeb"), ("a\u{200B}b", "a\\xe2\\x80\\x8bb"),
  ])
  func escaping(text: String, shown: String) {
    #expect(DisplayText.of(Array(text.utf8)) == shown)
  }

  @Test("What is no UTF-8 is written out")
  func brokenBytes() {
    #expect(DisplayText.of([0x61, 0xFF, 0x62]) == "a\\xef\\xbf\\xbdb")
  }
}
