import ArgumentParser
import Countersign
import Words

/// Gives a hardware token to a user.
struct AssignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign", abstract: said("Give a hardware token of the inventory to a user."),
    usage: "countersign assign [<options>] --serial <serial> <user>",
    discussion: said("""
      The token becomes a device of the user, with the next code that it shows, unless --no-confirm is given. The same \
      as countersign tokens assign.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Option(help: .said("The token's serial number, as printed on it.", valueName: "serial"))
  var serial: SerialArgument

  @OptionGroup var assignment: AssignmentOptions

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    try TokenAssignment(serial.serial, to: user, assignment, workplace).carryOut(workplace)
  }
}
