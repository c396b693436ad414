import Testing

@testable import Words

@Suite struct MessageTests {
  @Test func englishIsWhatIsWritten() {
    let name = "alice"
    #expect(("nothing was changed" as Message).english == "nothing was changed")
    #expect(("\(name) has \(3) devices" as Message).english == "alice has 3 devices")
    #expect(("100 %" as Message).english == "100 %")
    #expect(("\(name): 100 %" as Message).english == "alice: 100 %")
    #expect(Message(verbatim: "%1$s").english == "%1$s")
  }

  @Test func keysAreWhatTranslatorsSee() {
    let name = "alice"
    #expect(("100 %" as Message).key == "100 %")
    #expect(("\(name): 100 % of \(2)" as Message).key == "%1$s: 100 %% of %2$s")
  }

  @Test func anArgumentMayBeAMessage() {
    let inner: Message = "the policy is missing"
    let outer: Message = "\(inner), and \(1) thing more"
    #expect(outer.english == "the policy is missing, and 1 thing more")
    let german = catalogue(
      ["the policy is missing": "die Richtlinie fehlt", "%1$s, and %2$s thing more": "%2$s weiteres, und %1$s"])
    #expect(outer.text(in: german) == "1 weiteres, und die Richtlinie fehlt")
  }

  @Test(arguments: [
    ("%2$s: %1$s", "b: a"), ("%1$s %% %2$s", "a % b"), ("%1$s%1$s%2$s", "aab"), ("ä%1$s→%2$s", "äa→b"),
  ])
  func translationsMayOrderTheirPlaceholders(translation: String, said: String) {
    let message: Message = "\("a") before \("b")"
    #expect(message.text(in: catalogue(["%1$s before %2$s": translation])) == said)
  }

  @Test(arguments: [
    "%1$s", "%3$s %1$s %2$s", "%1$s %2$d", "%1$s %2$", "%1$s %2$s %", "%0$s %1$s %2$s", "%s %s", "%1s %2$s",
    "%99999999999999999999$s %1$s %2$s", "%-1$s %1$s %2$s", "", "%1$s \u{1B}[31m %2$s", "%1$s\u{7F}%2$s",
  ])
  func aTranslationThatDoesNotFitIsNotUsed(translation: String) {
    let message: Message = "\("a") before \("b")"
    #expect(message.text(in: catalogue(["%1$s before %2$s": translation])) == "a before b")
  }

  @Test func argumentsAreNeverTemplates() {
    let message: Message = "\("%2$s") before \("%")"
    #expect(message.english == "%2$s before %")
    #expect(message.text(in: catalogue(["%1$s before %2$s": "%2$s nach %1$s"])) == "% nach %2$s")
  }

  @Test func aContextTellsMessagesApart() {
    let german = catalogue(["open": "öffnen", "door\u{4}open": "offen"])
    #expect(("open" as Message).text(in: german) == "öffnen")
    #expect(Message("open", context: "door").text(in: german) == "offen")
    #expect(Message("open", context: "window").text(in: german) == "open")
  }

  @Test func whatIsVerbatimIsNotLookedUp() {
    #expect(Message(verbatim: "open").text(in: catalogue(["open": "öffnen"])) == "open")
  }

  @Test(arguments: [
    (Language.german, 1, "1 Code"), (.german, 0, "0 Codes"), (.german, 2, "2 Codes"), (.french, 0, "0 Code"),
    (.french, 1, "1 Code"), (.french, 2, "2 Codes"), (.brazilianPortuguese, 0, "0 Code"), (.spanish, 0, "0 Codes"),
    (.japanese, 1, "1 Code"), (.japanese, 7, "7 Code"),
  ])
  func pluralsGoByTheRuleOfTheLanguage(language: Language, count: Int, said: String) {
    let message = Message("\(count) code", "\(count) codes", count: count)
    let forms = language.pluralRule.hasPrefix("nplurals=1") ? "%1$s Code" : "%1$s Code\u{0}%1$s Codes"
    #expect(message.text(in: catalogue(["%1$s code\u{0}%1$s codes": forms], language)) == said)
  }

  @Test func englishPluralsNeedNoCatalogue() {
    #expect(Message("\(1) code", "\(1) codes", count: 1).english == "1 code")
    #expect(Message("\(0) code", "\(0) codes", count: 0).english == "0 codes")
    #expect(Message("one code of \("a")", "many codes of \("a")", count: -1).english == "many codes of a")
  }

  @Test func aFormThatIsMissingIsEnglish() {
    let message = Message("\(2) code", "\(2) codes", count: 2)
    #expect(message.text(in: catalogue(["%1$s code\u{0}%1$s codes": "%1$s Code"])) == "2 codes")
  }

  private func catalogue(_ messages: [String: String], _ language: Language = .german) -> Catalogue? {
    Catalogue(CompiledMessages.file(messages), language: language)
  }
}
