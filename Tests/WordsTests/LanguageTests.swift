import Testing

@testable import Words

@Suite struct LanguageTests {
  @Test(arguments: [
    ("de_DE.UTF-8", .german), ("de", .german), ("de_AT@euro", .german), ("DE-ch", .german), ("fr_CA.UTF-8", .french),
    ("es_MX", .spanish), ("pt_BR.UTF-8", .brazilianPortuguese), ("pt", .brazilianPortuguese), ("ja_JP.eucJP", .japanese),
    ("zh_CN.UTF-8", .simplifiedChinese), ("zh", .simplifiedChinese), ("zh_SG", .simplifiedChinese),
    ("zh-Hans", .simplifiedChinese), ("zh_TW.UTF-8", .english), ("zh_HK", .english), ("C", .english),
    ("C.UTF-8", .english), ("POSIX", .english), ("", .english), ("den_X", .english), ("../../de", .english),
    ("/de", .english), ("_de", .english), ("en_GB.UTF-8", .english),
  ] as [(String, Language)])
  func ofALocale(locale: String, language: Language) {
    #expect(Language(locale: locale) == language)
  }

  @Test func theFirstVariableThatIsSetDecides() {
    #expect(Language(environment: [:]) == .english)
    #expect(Language(environment: ["LANG": "de_DE"]) == .german)
    #expect(Language(environment: ["LANG": "de_DE", "LC_MESSAGES": "fr_FR"]) == .french)
    #expect(Language(environment: ["LANG": "de_DE", "LC_MESSAGES": "fr_FR", "LC_ALL": "ja_JP"]) == .japanese)
    #expect(Language(environment: ["LANG": "de_DE", "LC_MESSAGES": "", "LC_ALL": ""]) == .german)
    #expect(Language(environment: ["LANG": "de_DE", "LC_ALL": "C"]) == .english)
    #expect(Language(environment: ["LANGUAGE": "de", "LANG": "en_US"]) == .english)
  }
}
