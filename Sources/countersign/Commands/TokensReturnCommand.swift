import ArgumentParser
import Countersign
import Words

/// Takes a hardware token back from its user.
struct TokensReturnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "return", abstract: said("Take a hardware token back from its user into the inventory."),
    usage: "countersign tokens return <serial> [<options>]",
    discussion: said("""
      Its used codes stay used, whoever gets it next. That the former user knows the token does no harm: without \
      holding it nobody knows its codes.
      """))

  @Argument(help: .said("The token's serial number, as printed on it."))
  var serial: SerialArgument

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let serial = self.serial.serial
    let name = DisplayText.of(serial.bytes)
    guard case .assigned(let assignment) = workplace.store.standing(of: try workplace.token(serial)) else {
      throw Complaint("nobody has the token \(name)", hint: "countersign tokens list shows who has which")
    }
    let user = assignment.user
    let record = try workplace.record(of: user)
    guard let device = record.devices.first(where: { $0.serial == serial }) else {
      throw Complaint("nobody has the token \(name)", hint: "try again")
    }
    let owner = DisplayText.of(user)
    let isLast = record.devices.count == 1
    try consent.require(
      isLast
        ? "The token \(name) will be taken from \(owner), who will be left without a second factor"
        : "The token \(name) will be taken from \(owner)",
      otherwise: isLast
        ? "the token \(name) would be taken from \(owner), who will be left without a second factor"
        : "the token \(name) would be taken from \(owner)")
    try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.remove(device: device.id, of: user, allowLast: isLast)
    }
    workplace.changes.record(
      .returnToken, of: user, device: device,
      details: [
        AuditField("serial", .foreign(serial.bytes)),
        AuditField("devices-left", .number(UInt64(clamping: record.devices.count - 1))),
      ])
    try Terminal.current.say("\(owner) no longer has the token \(name).")
    if isLast { try Terminal.current.say("\(owner) is no longer enrolled.") }
    guard case .free = workplace.store.standing(of: try workplace.token(serial)) else {
      return Terminal.warn("its counter could not be kept: a code has to confirm it when it is assigned again")
    }
  }
}
