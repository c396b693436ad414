import Foundation
import Testing

@testable import Countersign

@Suite struct LoginSpeechTests {
  static let now: UInt64 = 1_800_000_000
  private static let share = "usr/share/countersign/login"
  private static let local = "usr/local/share/countersign/login"

  let store: TemporaryStore

  init() throws {
    store = try TemporaryStore()
    for folder in [Self.share, Self.local] {
      try FileManager.default.createDirectory(at: store.folder[folder], withIntermediateDirectories: true)
    }
  }

  private func speech(
    _ language: MessageLanguage = .english, contact: String? = nil, user: String = "alice", service: String = "sshd"
  ) throws -> LoginSpeech {
    let request = LoginRequest(
      user: try TestRecord.user(user), service: Bytes.of(service), address: nil, terminal: nil)
    let speech = LoginSpeech(request, store.location, { () throws(SystemFailure) in Self.now })
    speech.language = language
    speech.contact = contact.map(Bytes.of)
    return speech
  }

  private func write(_ bytes: [UInt8], _ name: String = "de.mo", in folder: String = share) throws {
    try store.folder.write(bytes, to: "\(folder)/\(name)")
    try store.folder.setMode(0o644, of: "\(folder)/\(name)")
  }

  static let english: [(Notice, String)] = [
    (.codeAlreadyUsed, "This code has been used already. Wait for the next one."),
    (.tryAgain(seconds: 0), "Too many wrong codes. Try again in 0 seconds."),
    (.tryAgain(seconds: 1), "Too many wrong codes. Try again in 1 second."),
    (.tryAgain(seconds: 2), "Too many wrong codes. Try again in 2 seconds."),
    (.tryAgain(seconds: 90), "Too many wrong codes. Try again in 90 seconds."),
    (.tryAgain(seconds: 91), "Too many wrong codes. Try again in 2 minutes."),
    (.tryAgain(seconds: 120), "Too many wrong codes. Try again in 2 minutes."),
    (.tryAgain(seconds: 121), "Too many wrong codes. Try again in 3 minutes."),
    (.tryAgain(seconds: .max), "Too many wrong codes. Try again in 307445734561825861 minutes."),
    (.disabled, "Too many wrong codes. Ask your administrator to enable your device again."),
    (.unavailable, "Your code cannot be checked now. Ask your administrator to look at the log."),
    (.mustEnroll(days: 1), "From tomorrow on you will need a second factor to log in here. "
      + "Ask your administrator to enrol you."),
    (.mustEnroll(days: 30), "In 30 days you will need a second factor to log in here. "
      + "Ask your administrator to enrol you."),
    (.recoveryCodesLeft(0), "You have no recovery code left. Ask your administrator for new recovery codes."),
    (.recoveryCodesLeft(1), "You have only 1 recovery code left. Ask your administrator for new recovery codes."),
    (.recoveryCodesLeft(2), "You have only 2 recovery codes left. Ask your administrator for new recovery codes."),
    (.fromPolicy(Array("Call 4711.".utf8)), "Call 4711."),
  ]

  @Test("Every notice is what it has always been in English, also where there is no catalogue", arguments: english)
  func notices(notice: Notice, text: String) throws {
    for language in MessageLanguage.allCases {
      #expect(try Bytes.text(speech(language).sentences(of: notice)) == text)
    }
  }

  @Test("For English no file is looked at")
  func englishReadsNothing() throws {
    try write(CompiledCatalogue.login(["Verification code: ": "Wrong: "]), "en.mo")
    #expect(try Bytes.text(speech().say(.verificationCode)) == "Verification code: ")
    #expect(try Bytes.text(speech(.german).say(.verificationCode)) == "Verification code: ")
  }

  @Test("A catalogue below either prefix serves, the first before the second")
  func prefixes() throws {
    let german = try speech(.german)
    try write(CompiledCatalogue.login(["Verification code: ": "Bestätigungscode: "]), in: Self.local)
    #expect(Bytes.text(german.say(.verificationCode)) == "Bestätigungscode: ")
    try write(CompiledCatalogue.login(["Verification code: ": "Code: "]))
    #expect(try Bytes.text(speech(.german).say(.verificationCode)) == "Code: ")
    #expect(try Bytes.text(speech(.japanese).say(.verificationCode)) == "Verification code: ")
    #expect(LoginCatalogue.isThere(for: .german, store.location) && LoginCatalogue.isThere(for: .english, store.location))
    #expect(!LoginCatalogue.isThere(for: .japanese, store.location))
  }

  @Test("What a text leaves open stands where the language has it")
  func values() throws {
    try write(
      CompiledCatalogue.login([
        "Ask: %1$s": "%1$s hilft.", "Too many wrong codes.": "誤りが多すぎます。",
        "Try again in %1$s seconds.": "%1$s 秒後に。",
      ]))
    let german = try speech(.german, contact: "%1$s 100%% %u")
    #expect(Bytes.text(german.sentences(of: .tryAgain(seconds: 30))) == "誤りが多すぎます。30 秒後に。")
    #expect(Bytes.text(german.sentences(of: .disabled)) == "誤りが多すぎます。1$s 100% alice hilft.")
  }

  @Test("A text that is empty or could do something to a terminal is English")
  func unshown() throws {
    try write(
      CompiledCatalogue.login([
        "Verification code: ": "\u{1B}[2JCode: ", "Too many wrong codes.": "", "Ask: %1$s": "\u{202E}%1$s",
        "Challenge %1$s.": "Aufgabe.",
      ]))
    let german = try speech(.german, contact: "4711")
    #expect(Bytes.text(german.say(.verificationCode)) == "Verification code: ")
    #expect(Bytes.text(german.sentences(of: .disabled)) == "Too many wrong codes. Ask: 4711")
    #expect(Bytes.text(german.say(.challenge, Bytes.of("12"))) == "Aufgabe.")
  }

  /// What can be wrong with a catalogue's file.
  enum Damage: CaseIterable {
    case foreign, empty, tooLarge, writable, otherOwner, symbolicLink, hardLink, directory, fifo
  }

  @Test("A catalogue that cannot be trusted or read is English, and holds nobody up", arguments: Damage.allCases)
  func damaged(damage: Damage) throws {
    let name = Self.share + "/de.mo"
    let good = CompiledCatalogue.login(["Verification code: ": "Bestätigungscode: "])
    try write(good)
    switch damage {
    case .foreign: try write(Bytes.of(String(repeating: "no catalogue ", count: 9)))
    case .empty: try write([])
    case .tooLarge: try write(good + [UInt8](repeating: 0, count: Int(LoginCatalogue.largestSize)))
    case .writable: try store.folder.setMode(0o664, of: name)
    case .otherOwner:
      guard store.folder.give(name, to: 12_345) == 0 else { return }
    case .hardLink: try FileManager.default.linkItem(at: store.folder[name], to: store.folder["other"])
    case .symbolicLink, .directory, .fifo:
      try FileManager.default.moveItem(at: store.folder[name], to: store.folder["other"])
      if damage == .symbolicLink {
        try FileManager.default.createSymbolicLink(at: store.folder[name], withDestinationURL: store.folder["other"])
      } else if damage == .directory {
        try FileManager.default.createDirectory(at: store.folder[name], withIntermediateDirectories: false)
      } else {
        #expect(store.folder.makeNode(name, type: S_IFIFO) == 0)
      }
    }
    #expect(try Bytes.text(speech(.german).say(.verificationCode)) == "Verification code: ")
    #expect(!LoginCatalogue.isThere(for: .german, store.location))
  }

  @Test("Where the policy says whom to ask, that stands in place of the administrator", arguments: [
    (.disabled, "Too many wrong codes. Ask: helpdesk@example.org, 100% alice, sshd"),
    (.unavailable, "Your code cannot be checked now. Ask: helpdesk@example.org, 100% alice, sshd"),
    (.mustEnroll(days: 1), "From tomorrow on you will need a second factor to log in here. "
      + "Ask: helpdesk@example.org, 100% alice, sshd"),
    (.recoveryCodesLeft(1), "You have only 1 recovery code left. Ask: helpdesk@example.org, 100% alice, sshd"),
    (.codeAlreadyUsed, "This code has been used already. Wait for the next one."),
    (.tryAgain(seconds: 30), "Too many wrong codes. Try again in 30 seconds."),
  ] as [(Notice, String)])
  func contact(notice: Notice, text: String) throws {
    let speech = try speech(contact: "helpdesk@example.org, 100%% %u, %s")
    #expect(Bytes.text(speech.sentences(of: notice)) == text)
  }

  @Test("User, host, service and date are put in, and a doubled percent sign is one")
  func placeholders() throws {
    let filled = try Bytes.text(speech().filled(Bytes.of("%u|%h|%s|%d|%%|%%u")))
    let date = filled.split(separator: "|")[3]
    #expect(filled == "alice|\(Bytes.text(Host.name))|sshd|\(date)|%|%u")
    #expect(["2027-01-14", "2027-01-15", "2027-01-16"].contains(date))
  }

  @Test("Names that would break out of the text, or are long, are encoded and cut", arguments: [
    ("%u%s%%", "%u%s%%"), ("a b", "a b"), ("müller", "müller"), ("a\nb", "a%0Ab"), ("\u{1B}[2J", "%1B%5B2J"),
    ("\u{202E}abc", "%E2%80%AEabc"), ("a\u{7F}", "a%7F"), (String(repeating: "x", count: 64), String(repeating: "x", count: 64)),
    (String(repeating: "x", count: 65), String(repeating: "x", count: 64)),
    (String(repeating: "é", count: 100), String(String(repeating: "%C3%A9", count: 100).prefix(64))),
  ])
  func hostileNames(name: String, shown: String) throws {
    let speech = try speech(user: name, service: name)
    #expect(Bytes.text(speech.filled(Bytes.of("%u"))) == shown)
    #expect(Bytes.text(speech.filled(Bytes.of("<%s>"))) == "<\(shown)>")
  }

  @Test("Bytes that are no UTF-8 are encoded")
  func noText() throws {
    let user = try #require(UserName([0x61, 0xFF, 0xC3]))
    let speech = LoginSpeech(
      LoginRequest(user: user, service: [0xC0], address: nil, terminal: nil), store.location,
      { () throws(SystemFailure) in Self.now })
    #expect(Bytes.text(speech.filled(Bytes.of("%u %s"))) == "a%FF%C3 %C0")
  }

  @Test("However often a long name is asked for, the text has an end")
  func longText() throws {
    let speech = try speech(user: String(repeating: "x", count: 64))
    let filled = speech.filled(Bytes.of(String(repeating: "%u", count: 256)))
    #expect(filled.count == 1_024)
    #expect(Bytes.text(speech.filled(Bytes.of(String(repeating: "%u", count: 255) + "."))).hasSuffix("x."))
  }
}
