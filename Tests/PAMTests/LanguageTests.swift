import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// What people are told in their language, by the shipped module with the catalogues that ship.
@Suite struct LanguageTests {
  static let languages = MessageLanguage.allCases.filter { $0 != .english }

  let store: TemporaryStore
  let now: Int64 = 1_800_000_000
  let totp: DeviceKind

  init() throws {
    store = try TemporaryStore()
    totp = .totp(try #require(TOTPParameters()))
    let folder = store.root.appendingPathComponent("usr/share/countersign/login")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for language in Self.languages { try Self.compile(language, to: folder) }
  }

  private static func source(_ language: MessageLanguage) -> URL {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let name = language.tag.description.replacingOccurrences(of: "-", with: "_")
    return package.appendingPathComponent("po/\(name).po")
  }

  /// As install.sh does it.
  private static func compile(_ language: MessageLanguage, to folder: URL) throws {
    let script = "msggrep --msgctxt --regexp='^login$' \"$1\" | msgfmt --endianness=little -o \"$2\" -"
    let file = folder.appendingPathComponent("\(language.tag).mo").path
    let result = try Program.run("/bin/sh", ["-c", script, "sh", source(language).path, file])
    try #require(result.status == 0, "\(result.output)")
  }

  /// The translations in a source, by their English; read here, not by msgfmt.
  private static func texts(_ language: MessageLanguage) throws -> [String: String] {
    var texts: [String: String] = [:]
    for entry in try String(contentsOf: source(language), encoding: .utf8).components(separatedBy: "\n\n") {
      guard entry.contains("msgctxt \"login\"\n") else { continue }
      func text(_ keyword: String) -> String {
        guard let start = entry.range(of: "\n\(keyword) ") else { return "" }
        let lines = entry[start.upperBound...].split(separator: "\n").prefix { $0.hasPrefix("\"") }
        return lines.map { String($0.dropFirst().dropLast()) }.joined()
      }
      texts[text("msgid")] = text("msgstr")
    }
    return texts
  }

  private func login(
    _ answer: String, user: String? = nil, terminal: String? = nil,
    stack: String = "auth required MODULE root=ROOT\nauth required pam_permit.so", at time: Int64? = nil
  ) throws -> (Login, Int32) {
    let login = try Login(store, stack: stack, user: user)
    if let terminal { login.set(cs_login_terminal, terminal) }
    login.answer(answer)
    let code = login.authenticate(at: time ?? now)
    return (login, code)
  }

  private func set(_ language: MessageLanguage?) throws {
    #expect(try UserStore(store.location).setLanguage(of: store.user, to: language) == .done)
  }

  @Test("The question is asked in the user's language, or in the policy's", arguments: languages)
  func questions(language: MessageLanguage) throws {
    let texts = try Self.texts(language)
    let prompt = try #require(texts["Verification code: "])
    try store.enroll(totp)
    #expect(try login("x").0.shown == ["off|Verification code: "])
    try set(language)
    #expect(try login("x").0.shown == ["off|\(prompt)"])
    #expect(try login("x", user: "nobody-of-that-name").0.shown == ["off|Verification code: "])
    try set(.english)
    try store.write(policy: "Mode mandatory", "Language \(language.tag)")
    #expect(try login("x").0.shown == ["off|Verification code: "])
    #expect(try login("x", user: "nobody-of-that-name").0.shown == ["off|\(prompt)"])
    try set(nil)
    #expect(try login("x").0.shown == ["off|\(prompt)"])
    let both = try #require(texts["Password & verification code: "])
    let stack = "auth required MODULE root=ROOT forward_pass"
    #expect(try login("x", stack: stack).0.shown == ["off|\(both)"])
    #expect(try login(Codes.totp(at: now)).1 == PAM_SUCCESS)
  }

  @Test("Refusals and what comes after a login are in that language, and the log is not", arguments: languages)
  func notices(language: MessageLanguage) throws {
    let texts = try Self.texts(language)
    func text(_ english: String, _ value: String = "") throws -> String {
      try #require(texts[english]).replacingOccurrences(of: "%1$s", with: value)
    }
    func joined(_ first: String, _ second: String) -> String {
      first.hasSuffix(".") ? "\(first) \(second)" : first + second
    }
    try store.enroll(totp)
    try set(language)
    let code = try Codes.totp(at: now)
    #expect(try login(code).1 == PAM_SUCCESS)
    let used = try login(code).0
    #expect(try used.shown.last == "error|" + text("This code has been used already. Wait for the next one."))
    #expect(used.log.contains("refused user=nobody") && used.log.contains("reason=replayed-code"))
    for _ in 0..<5 { _ = try login(Codes.wrong(near: UInt64(now / 30 - 5)...UInt64(now / 30 + 5))) }
    let wait = try joined(text("Too many wrong codes."), text("Try again in %1$s seconds.", "30"))
    #expect(try login("000000").0.shown.last == "error|\(wait)")
    try store.write(policy: "Mode mandatory", "Language \(language.tag)", "Contact \"4711 (%u, 100%%)\"", "EnrollBy 2027-01-16")
    try UserStore(store.location).remove(store.user)
    let help = try text("Ask: %1$s", "4711 (nobody, 100%)")
    let tomorrow = try text("From tomorrow on you will need a second factor to log in here.")
    #expect(try login("").0.shown == ["info|" + joined(tomorrow, help)])
    let later = try text("In %1$s days you will need a second factor to log in here.", "2")
    #expect(try login("", at: now - 86_400).0.shown == ["info|" + joined(later, help)])
  }

  @Test("Every text that the module has is there in every language, and there is no other", arguments: languages)
  func complete(language: MessageLanguage) throws {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Countersign/Session/LoginText.swift").standardizedFileURL
    let english = try String(contentsOf: source, encoding: .utf8).split(separator: "\n").compactMap { line in
      line.firstRange(of: "{ Self(\"").map { String(line[$0.upperBound...].prefix { $0 != "\"" }) }
    }
    let texts = try Self.texts(language)
    #expect(english.count >= 25 && Set(texts.keys) == Set(english))
    for (message, text) in texts {
      #expect(!text.isEmpty && message.contains("%1$s") == text.contains("%1$s"), "\(message)")
      #expect(text.replacingOccurrences(of: "%1$s", with: "").contains("%") == false, "\(message)")
    }
  }

  @Test("Without its catalogue, or with one that is damaged, a login is English and goes on")
  func damaged() throws {
    try store.enroll(totp)
    try set(.german)
    let file = store.root.appendingPathComponent("usr/share/countersign/login/de.mo")
    let good = try Data(contentsOf: file)
    for size in [0, 1, 28, 100, good.count / 2, good.count - 40] {
      try good.prefix(size).write(to: file)
      let shown = try login("x").0.shown
      #expect(shown == ["off|Verification code: "] || shown == ["off|Bestätigungscode: "])
    }
    try good.write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file.path)
    #expect(try login("x").0.shown == ["off|Verification code: "])
    try FileManager.default.removeItem(at: file)
    #expect(try login("x").0.shown == ["off|Verification code: "])
    #expect(try login(Codes.totp(at: now)).1 == PAM_SUCCESS)
  }

  @Test("That recovery codes run low is told at a terminal, once a day, and without one it is not")
  func runningLow() throws {
    try store.enroll(totp)
    try set(.japanese)
    let codes = try RecoveryCodes()
    try UserStore(store.location).renew(recoveryCodes: codes, of: store.user, created: 1_795_503_004)
    for index in 0..<8 { #expect(try login(Self.text(codes, index), terminal: index < 7 ? "tty1" : nil).1 == PAM_SUCCESS) }
    let said = "info|回復コードは残り 2 個です。新しい回復コードを管理者に依頼してください。"
    let first = try login(Codes.totp(at: now), terminal: "tty1")
    #expect(first.1 == PAM_SUCCESS && first.0.shown.last == said)
    #expect(try login(Codes.totp(at: now + 30), terminal: "tty1", at: now + 30).0.shown.count == 1)
    #expect(try login(Codes.totp(at: now + 86_430), terminal: "tty1", at: now + 86_430).0.shown.last == said)
  }

  private static func text(_ codes: borrowing RecoveryCodes, _ index: Int) throws -> String {
    var sink = try SecretBytes(capacity: 19)
    codes.write(index, to: &sink)
    return String(decoding: (0..<sink.count).map { sink.bytes[$0] }, as: UTF8.self)
  }

  @Test("A prompt of the PAM line may leave open the same things, and nothing else", arguments: [
    ("%u at %s 100%%: ", "off|nobody at countersign-test 100%: "), ("%x: ", nil), ("100%", nil), ("%: ", nil),
  ] as [(String, String?)])
  func promptArgument(prompt: String, shown: String?) throws {
    try store.enroll(totp)
    let (login, code) = try login("x", stack: "auth required MODULE root=ROOT [prompt=\(prompt)]")
    #expect(code == PAM_AUTH_ERR)
    #expect(login.shown == (shown.map { [$0] } ?? []))
    #expect(login.log.contains("reason=unknown-argument") == (shown == nil), "\(login.log)")
  }

  @Test("A user name is data: it is put in once and interpreted never", arguments: [
    ("%u%s%%", "%u%s%%"), ("a\nb", "a%0Ab"), ("\u{1B}]0;x\u{7}", "%1B%5D0%3Bx%07"),
  ])
  func hostileNames(name: String, shown: String) throws {
    try store.write(policy: "Mode mandatory", "Prompt \"%u: \"", "Notice \"for %u\"")
    let login = try login("x", user: name).0
    #expect(login.shown == ["info|for \(shown)", "off|\(shown): "])
  }

  @Test("Neither the host's locale nor the environment says anything")
  func environment() throws {
    try store.enroll(totp)
    for name in ["LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"] {
      // SAFETY: this process is a test's own, and puts back what it changes.
      unsafe setenv(name, "de_DE.UTF-8", 1)
    }
    defer { for name in ["LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES"] { _ = unsafe unsetenv(name) } }
    #expect(try login("x").0.shown == ["off|Verification code: "])
  }
}
