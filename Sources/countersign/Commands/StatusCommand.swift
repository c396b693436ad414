import ArgumentParser
import Countersign
import Words

/// Shows everything that may be told of one user.
struct StatusCommand: LookingCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: said("Show a user's devices, recovery codes, wrong codes, and what was granted."),
    usage: "countersign status <user> [<options>]")

  @Argument(help: .said("The user."))
  var user: String

  @Flag(help: .said("Show all of the addresses that codes are sent to; most of each is left out otherwise."))
  var showAddresses = false

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let record = try workplace.record(of: user)
    let state = try workplace.state(of: user)
    let throttle = workplace.throttle()
    guard !json else {
      let facts = UserFacts(record, state, now: workplace.now, throttle, showsAddresses: showAddresses)
      return try Terminal.current.say(verbatim: JSONText.of(facts))
    }
    let text = StatusText(record, state, now: workplace.now, throttle, showsAddresses: showAddresses)
    for line in text.lines { try Terminal.current.say(verbatim: line) }
  }
}
