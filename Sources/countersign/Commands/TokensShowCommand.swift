import ArgumentParser
import Countersign
import Words

/// Shows one hardware token.
struct TokensShowCommand: LookingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: said("Show a hardware token: what it is, and who has it. Never its key."))

  @Argument(help: .said("The token's serial number, as printed on it."))
  var serial: SerialArgument

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let token = try workplace.token(serial.serial)
    let standing = workplace.store.standing(of: token)
    guard !json else { return try Terminal.current.say(verbatim: JSONText.of(TokenFacts(token, standing))) }
    for line in TokenText.lines(token, standing, now: workplace.now) { try Terminal.current.say(verbatim: line) }
  }
}
