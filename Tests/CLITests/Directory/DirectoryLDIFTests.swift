import Testing

@testable import countersign

/// Lines of LDIF.
@Suite struct DirectoryLDIFTests {
  @Test("What is not safe is in Base64")
  func lines() {
    #expect(DirectoryLDIF.line("ou", Array("a b".utf8)) == "ou: a b")
    for text in [" a", "a ", ":a", "<a", "ä", "a\nb"] {
      #expect(DirectoryLDIF.line("ou", Array(text.utf8)).hasPrefix("ou:: "))
    }
    #expect(DirectoryLDIF.line("ou", Array("ä".utf8)) == "ou:: w6Q=")
  }
}
