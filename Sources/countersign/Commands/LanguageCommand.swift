import ArgumentParser
import Countersign
import Words

/// Shows or sets in which language a user is told something.
struct LanguageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "language", abstract: said("Show or set in which language a user is asked for codes."),
    discussion: said("""
      Without a language it is only shown. A user who has none is asked in the language that the policy says \
      (Language), which is English unless it says another.
      """))

  /// What is shown.
  private struct Facts: Encodable {
    let user: String
    /// Absent for the policy's.
    let language: String?
  }

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said("The language from now on."))
  var language: LanguageArgument?

  @Flag(help: .said("Take the user's own language away; the policy's holds then."))
  var clear = false

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func validate() throws {
    guard !clear || language == nil else { throw ValidationError(said("Give either a language or --clear.")) }
  }

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let name = DisplayText.of(user)
    let before = try workplace.record(of: user).language
    guard clear || language != nil else { return try report(name, before) }
    let wanted = language?.language
    let switched = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.setLanguage(of: user, to: wanted)
    }
    language?.warnIfMissing(workplace.store.location)
    if case .done = switched {
      let tag = wanted.map { AuditField.Value.word(Array(ascii: $0.tag)) } ?? .absent
      workplace.changes.record(.language, of: user, details: [AuditField("language", tag)])
    } else if !json {
      return try Terminal.current.say("That was so already; nothing was changed.")
    }
    try report(name, wanted)
  }

  private func report(_ name: String, _ language: MessageLanguage?) throws(Complaint) {
    let tag = language?.tag.description
    if json { return try Terminal.current.say(verbatim: JSONText.of(Facts(user: name, language: tag))) }
    guard let tag else {
      return try Terminal.current.say("\(name) has no language of their own; the policy's holds.")
    }
    try Terminal.current.say("\(name) is asked for codes in \(tag).")
  }
}
