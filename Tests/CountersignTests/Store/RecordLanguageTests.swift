import Testing

@testable import Countersign

/// The language that a record has.
@Suite struct RecordLanguageTests {
  private func read(_ userLine: String) throws -> Reading {
    let key = try TestKey.make()
    let record = SignedRecord(lines: ["countersign-user 1", userLine])
    return Reading(record.text(key: key), of: try TestRecord.user("alice"), key: key)
  }

  @Test("It comes back, and where there is none the record is as it was", arguments: MessageLanguage.allCases)
  func roundTrip(language: MessageLanguage) throws {
    let key = try TestKey.make()
    var record = try TestRecord.make([TestRecord.totp()], recovery: TestRecord.recovery())
    let before = RecordFormat.write(record, key: key)
    #expect(!Bytes.text(before).contains("language"))
    record.language = language
    let text = RecordFormat.write(record, key: key)
    #expect(Bytes.text(text).hasPrefix("countersign-user 1\nuser alice uid=1000 next-device=2 language=\(language.tag)\n"))
    #expect(Reading(text, of: record.user, key: key) == .record(record))
    record.language = nil
    #expect(RecordFormat.write(record, key: key) == before)
  }

  @Test("Another spelling is refused", arguments: [
    "language=", "language=DE", "language=deu", "language=pt_BR", "language=pt-br", "Language=de", "language de",
    "language=de ", " language=de", "language=de language=de", "language=de uid=1000", "language=tlh",
  ])
  func malformed(field: String) throws {
    #expect(try read("user alice uid=1000 next-device=1 language=de").record?.language == .german)
    #expect(try read("user alice uid=1000 next-device=1 \(field)") == .failure(.malformedRecord(.badLine(2))))
  }

  @Test("It is set with a device, stays with others, and is changed and cleared by itself")
  func store() throws {
    let store = try TemporaryStore()
    let alice = try TestRecord.user("alice")
    let opened = try store.open()
    func language() throws -> MessageLanguage? { try store.open().record(of: alice)?.language }
    #expect(throws: AdministrationFailure.notEnrolled) { try opened.setLanguage(of: alice, to: .german) }
    let name = try TestRecord.name("Phone")
    let secret = TestRecord.secret
    try opened.enroll(
      alice, uid: 1_000,
      device: .init(kind: TestRecord.totp(), name: name, created: TestRecord.created, nextMovingFactor: 0),
      secret: secret.span, language: .japanese)
    #expect(try language() == .japanese)
    try opened.enroll(alice, TestRecord.hotp(), name: "Token")
    #expect(try language() == .japanese)
    let before = try store.files()
    #expect(try opened.setLanguage(of: alice, to: .japanese) == .needless)
    #expect(try store.holds(before))
    #expect(try opened.setLanguage(of: alice, to: .german) == .done)
    #expect(try language() == .german)
    try opened.reset(alice, TestHelpdesk.reset())
    #expect(try language() == .german)
    #expect(try opened.setLanguage(of: alice, to: nil) == .done)
    #expect(try language() == nil)
  }
}
