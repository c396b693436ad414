import Testing

@testable import Words

@Suite struct CatalogueTests {
  private let messages = ["": "header\n", "no": "nein", "not now": "jetzt nicht", "yes": "ja", "%1$s of %2$s": "%1$s von %2$s"]

  private func said(_ file: [UInt8]) -> [String]? {
    guard let catalogue = Catalogue(file, language: .german) else { return nil }
    let all: [Message] = ["no", "not now", "yes", "\("1") of \("2")", "never", ""]
    return all.map { $0.text(in: catalogue) }
  }

  @Test(arguments: [true, false])
  func everyMessageIsFound(isLittleEndian: Bool) {
    let file = CompiledMessages.file(messages, isLittleEndian: isLittleEndian)
    #expect(said(file) == ["nein", "jetzt nicht", "ja", "1 von 2", "never", ""])
  }

  @Test func manyMessagesAreFound() throws {
    let many = Dictionary(uniqueKeysWithValues: (0..<1_000).map { ("message \($0)", "Nachricht \($0)") })
    let catalogue = try #require(Catalogue(CompiledMessages.file(many), language: .german))
    for number in 0..<1_000 {
      #expect(Message(fixed: "message").text(in: catalogue) == "message")
      let message = Message(stringLiteral: "message \(number)")
      #expect(message.text(in: catalogue) == "Nachricht \(number)")
    }
  }

  @Test func anEmptyCatalogueIsEnglish() {
    #expect(said(CompiledMessages.file([:])) == ["no", "not now", "yes", "1 of 2", "never", ""])
  }

  @Test(arguments: [[], [0xDE], Array("not a catalogue, but long enough for one".utf8)] as [[UInt8]])
  func whatIsNoCatalogueIsNone(file: [UInt8]) {
    #expect(said(file) == nil)
  }

  @Test func aLaterRevisionIsNone() {
    var file = CompiledMessages.file(messages)
    file[6] = 1
    #expect(said(file) == nil)
  }

  /// Every answer is the translation or English; none is anything else, and none is a trap.
  @Test func aFileCutOffAnywhereIsNoTrap() {
    let file = CompiledMessages.file(messages)
    for length in file.indices {
      for (text, known) in zip(said(Array(file.prefix(length))) ?? [], allowed) { #expect(known.contains(text)) }
    }
  }

  @Test func aByteChangedAnywhereIsNoTrap() {
    let file = CompiledMessages.file(messages)
    for place in file.indices {
      for value in [0, 1, 0x7F, 0x80, 0xFF, file[place] ^ 1, file[place] ^ 0x80] as [UInt8] {
        var broken = file
        broken[place] = value
        for text in said(broken) ?? [] { #expect(text.unicodeScalars.allSatisfy { $0.value >= 32 }) }
      }
    }
  }

  private let allowed: [Set<String>] = [
    ["no", "nein"], ["not now", "jetzt nicht"], ["yes", "ja"], ["1 of 2", "1 von 2"], ["never"], [""],
  ]

  @Test func whatIsNoUTF8IsEnglish() {
    var file = CompiledMessages.file(["yes": "ja"])
    file[file.count - 2] = 0xC3
    #expect((Catalogue(file, language: .german)).map { ("yes" as Message).text(in: $0) } == "yes")
  }
}
