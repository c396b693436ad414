import ArgumentParser
import Countersign

/// Shows one hardware token.
struct TokensShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a hardware token: what it is, and who has it. Never its key.")

  @Argument(help: "The token's serial number, as printed on it.")
  var serial: SerialArgument

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let token = try workplace.token(serial.serial)
    let standing = workplace.store.standing(of: token)
    guard !json else { return try Terminal.current.say(JSONText.of(TokenFacts(token, standing))) }
    for line in TokenText.lines(token, standing, now: workplace.now) { try Terminal.current.say(line) }
  }
}
