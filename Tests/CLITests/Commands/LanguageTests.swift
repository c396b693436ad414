import Countersign
import Foundation
import Testing

/// `language`, `enroll --language`, and where it is shown.
@Suite struct LanguageTests {
  private func status(_ store: StoreRoot) throws -> [String: Any] {
    let output = try store.run("status", "nobody", "--json").output
    return try #require(try JSONSerialization.jsonObject(with: output) as? [String: Any])
  }

  private func makeCatalogue(_ store: StoreRoot, _ name: String) throws {
    let folder = store.directory.appendingPathComponent("usr/share/countersign/login")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let header: [UInt8] = [0xDE, 0x12, 0x04, 0x95] + [UInt8](repeating: 0, count: 24)
    try Data(header).write(to: folder.appendingPathComponent(name))
  }

  @Test("A user is enrolled with a language, which status shows")
  func enroll() throws {
    let store = try StoreRoot()
    try makeCatalogue(store, "pt-BR.mo")
    let result = try store.run("enroll", "nobody", "--no-confirm", "--qr", "none", "--language", "pt_br")
    #expect(result.status == 0 && !result.errorText.contains("countersign/login"))
    #expect(try status(store)["language"] as? String == "pt-BR")
    #expect(try store.run("status", "nobody").outputText.contains("\n  language      pt-BR\n"))
    #expect(try store.run("audit", "show", "--json").outputText.contains("\"language\":\"pt-BR\""))
    try store.enroll("nobody", "--name", "second")
    #expect(try status(store)["language"] as? String == "pt-BR")
  }

  @Test("It is shown, set, and taken away")
  func change() throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    try makeCatalogue(store, "de.mo")
    let none = "nobody has no language of their own; the policy's holds.\n"
    #expect(try store.run("language", "nobody").outputText == none)
    #expect(try status(store)["language"] == nil)
    let set = try store.run("language", "nobody", "DE")
    #expect(set.status == 0 && set.outputText == "nobody is asked for codes in de.\n" && set.errorText.isEmpty)
    let facts = try store.run("language", "nobody", "--json").outputText.replacing(" ", with: "")
    #expect(facts.contains("\"language\":\"de\""), "\(facts)")
    let before = try store.files()
    #expect(try store.run("language", "nobody", "de").outputText == "That was so already; nothing was changed.\n")
    #expect(try store.files() == before)
    #expect(try store.run("language", "nobody", "--clear").outputText == none)
    #expect(try store.run("language", "nobody").outputText == none)
    let audit = try store.run("audit", "show", "--json").outputText
    #expect(audit.components(separatedBy: "\"action\":\"language\"").count == 3)
  }

  @Test("Where logins would stay English for want of the texts, that is told")
  func missing() throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    let result = try store.run("language", "nobody", "ja")
    #expect(result.status == 0 && result.errorText.contains("countersign: warning: countersign/login/ja.mo is neither in"))
    #expect(try store.run("language", "nobody", "en").errorText.isEmpty)
  }

  @Test("What makes no sense is refused, and says what would", arguments: [
    (["nobody", "tlh"], "pt-BR"), (["nobody", "de", "--clear"], "either a language or --clear"), (["nobody", "../de"], "zh-CN"),
  ])
  func wrong(arguments: [String], hint: String) throws {
    let store = try StoreRoot()
    try store.enroll("nobody")
    let result = try store.run(["language"] + arguments)
    #expect(result.status == 2 && result.errorText.contains(hint))
  }

  @Test("Somebody of whom nothing is stored has none to set")
  func unknown() throws {
    let store = try StoreRoot()
    let result = try store.run("language", "nobody", "de")
    #expect(result.status == 1 && result.errorText.contains("nobody is not enrolled"))
  }
}
