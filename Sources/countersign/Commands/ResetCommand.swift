import ArgumentParser
import Countersign
import Words

/// Takes away all that a user could log in with, and opens the next enrolment.
struct ResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: said("Take all devices and codes of a user away, and open the next enrolment."),
    usage: "countersign reset <user> --reason <text> [<options>]",
    discussion: said("""
      For somebody who begins anew: devices, recovery codes, temporary code, bypass and remembered logins go. That \
      there was a reset, by whom and why, is kept until the next enrolment.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Option(help: .said("Why; kept with it and shown to administrators.", valueName: "text"))
  var reason: ReasonArgument

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let name = DisplayText.of(user)
    let count = try workplace.record(of: user).devices.count
    try consent.require(
      Message(
        "\(name) will lose \(count) device and all codes", "\(name) will lose \(count) devices and all codes",
        count: count),
      otherwise: Message(
        "\(name) would lose \(count) device and all codes", "\(name) would lose \(count) devices and all codes",
        count: count))
    let mark = ResetMark(time: workplace.now, by: try Administrator.current().name, reason: reason.reason)
    let removed = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.reset(user, mark)
    }
    let lost = AuditField("devices", .number(UInt64(clamping: removed.count)))
    workplace.changes.record(.reset, of: user, reason: reason.reason, details: [lost])
    let names = Enumeration.of(removed.map { DisplayText.of($0.name) })
    try Terminal.current.say("Reset \(name), who may be enrolled anew.")
    if !removed.isEmpty { try Terminal.current.say("Removed: \(names).") }
  }
}
