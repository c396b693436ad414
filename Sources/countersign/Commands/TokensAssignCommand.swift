import ArgumentParser
import Countersign
import Words

/// Gives a hardware token to a user.
struct TokensAssignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign", abstract: said("Give a hardware token that nobody has to a user."),
    usage: "countersign tokens assign [<options>] <serial> <user>",
    discussion: said("""
      The token becomes a device of the user, with the next code that it shows, unless --no-confirm is given.
      """))

  @Argument(help: .said("The token's serial number, as printed on it."))
  var serial: SerialArgument

  @Argument(help: .said("The user."))
  var user: String

  @OptionGroup var assignment: AssignmentOptions

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    try TokenAssignment(serial.serial, to: user, assignment, workplace).carryOut(workplace)
  }
}
