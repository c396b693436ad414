import Testing

@testable import Countersign

@Suite struct MessageLanguageTests {
  @Test("Tags come back whatever the case of their letters", arguments: MessageLanguage.allCases)
  func tags(language: MessageLanguage) {
    let tag = language.tag.description
    for spelling in [tag, tag.uppercased(), tag.lowercased()] {
      #expect(MessageLanguage(tag: Bytes.of(spelling)[...]) == language)
    }
  }

  @Test("There are no others", arguments: ["", "d", "deu", "german", "pt", "pt_BR", "pt-PT", "zh", "zh-TW", "de-DE", "../de"])
  func others(tag: String) {
    #expect(MessageLanguage(tag: Bytes.of(tag)[...]) == nil)
  }

  @Test("All that are shipped are there")
  func complete() {
    #expect(MessageLanguage.allCases.map(\.tag.description) == ["en", "de", "fr", "es", "pt-BR", "ja", "zh-CN"])
  }
}
