import ArgumentParser
import Countersign
import Words

/// Forgets the logins that are not asked again.
struct ForgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forget", abstract: said("Forget remembered logins, so that the next one is asked for a code again."),
    usage: "countersign forget <user> [<options>]",
    discussion: said("Which there are is shown by countersign status. How long they count is Remember in the policy."))

  /// What was forgotten.
  private struct Facts: Encodable {
    let user: String
    let forgotten: [RememberedFacts]
  }

  @Argument(help: .said("The user."))
  var user: String

  @OptionGroup var consent: ConsentOptions

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let name = DisplayText.of(user)
    _ = try workplace.record(of: user)
    if try !workplace.state(of: user).remembered.isEmpty {
      try consent.require(
        "Remembered logins of \(name) will be forgotten", otherwise: "remembered logins of \(name) would be forgotten")
    }
    let forgotten = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.forgetRemembered(of: user)
    }
    if !forgotten.isEmpty {
      let count = AuditField("logins", .number(UInt64(clamping: forgotten.count)))
      workplace.changes.record(.forget, of: user, details: [count])
    }
    guard !json else {
      return try Terminal.current.say(
        verbatim: JSONText.of(Facts(user: name, forgotten: forgotten.map { RememberedFacts($0) })))
    }
    guard !forgotten.isEmpty else {
      return try Terminal.current.say("No login of \(name) was remembered; nothing was changed.")
    }
    try Terminal.current.say("Forgotten of \(name):")
    for success in forgotten { try Terminal.current.say(verbatim: HelpdeskText.line(success)) }
  }
}
