import ArgumentParser
import Countersign
import Words

/// Takes a hardware token out of the inventory.
struct TokensRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: said("Take a hardware token that nobody has out of the inventory, for ever."),
    discussion: said("Its key is gone then, and only importing it again brings it back."))

  @Argument(help: .said("The token's serial number, as printed on it."))
  var serial: SerialArgument

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: StoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let serial = self.serial.serial
    let name = DisplayText.of(serial.bytes)
    let token = try workplace.token(serial)
    if case .assigned(let assignment) = workplace.store.standing(of: token) {
      throw Complaint(.tokenInUse(assignment.user), token: serial, at: workplace.store.location)
    }
    try consent.require(
      "The key of the token \(name) will be gone", otherwise: "the key of the token \(name) would be gone",
      consequence: "nothing was removed")
    try workplace.changing(serial) { (store) throws(AdministrationFailure) in try store.removeToken(serial) }
    workplace.changes.record(.removeToken, of: nil, details: [AuditField("serial", .foreign(serial.bytes))])
    try Terminal.current.say("Removed the token \(name).")
  }
}
