import Testing

@testable import countersign

/// Names of entries, level by level.
@Suite struct EntryNameTests {
  @Test("Levels end at commas that nothing escapes")
  func levels() {
    let name = EntryName(text: #"ou=a\,b\\,dc=c, dc=d"#)
    #expect(name.levels.map(\.text) == [#"ou=a\,b\\,dc=c, dc=d"#, "dc=c, dc=d", "dc=d"])
    #expect(EntryName(text: "dc=d").parent == nil)
    #expect(EntryName(text: "").parent == nil)
    #expect(EntryName(text: "dc=d,").parent == nil)
  }

  @Test("The first level has a type and a value")
  func first() {
    let first = EntryName(text: "OU = countersign,dc=example").first
    #expect(first?.type == "OU" && first?.value == "countersign")
    for text in ["", "ou", "=x", "ou=", "ou=a+cn=b,dc=c", #"ou=a\,b"#] { #expect(EntryName(text: text).first == nil) }
  }
}
