import ArgumentParser
import Countersign
import Words

/// Takes a device, or all that is stored about a user, away.
struct RemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: said("Remove a device, or a user with everything stored about them."),
    usage: "countersign remove <user> [<device>] [<options>]",
    discussion: said("""
      Removing the last device, or --all, leaves the user without a second factor; that is asked about first, unless \
      --yes is given. --all also takes away files that are damaged.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said("The device's name; may be left out where there is only one."))
  var device: String?

  @Flag(help: .said("Remove all devices, the recovery codes and the state."))
  var all = false

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: UserStoreOptions

  func validate() throws {
    guard !all || device == nil else { throw ValidationError(said("--all does not go with the name of a device.")) }
  }

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    if all { try removeAll(user, workplace) } else { try removeDevice(of: user, workplace) }
  }

  private func removeDevice(of user: UserName, _ workplace: borrowing Workplace) throws(Complaint) {
    let record = try workplace.record(of: user)
    let device = try workplace.device(self.device, in: record)
    let isLast = record.devices.count == 1
    if isLast { try confirm(user) }
    try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.remove(device: device.id, of: user, allowLast: isLast)
    }
    workplace.changes.record(
      .remove, of: user, device: device,
      details: [AuditField("devices-left", .number(UInt64(clamping: record.devices.count - 1)))])
    try Terminal.current.say("Removed the device \(DisplayText.of(device.name)) of \(DisplayText.of(user)).")
    if isLast { try sayGone(user) }
  }

  private func removeAll(_ user: UserName, _ workplace: borrowing Workplace) throws(Complaint) {
    do throws(Complaint) {
      _ = try workplace.record(of: user)
    } catch {
      if error == Complaint(notEnrolled: DisplayText.of(user)) { throw error }
      Terminal.warn(Message(verbatim: error.error))
    }
    try confirm(user)
    try workplace.changing(user) { (store) throws(AdministrationFailure) in try store.discard(user) }
    workplace.changes.record(.removeAll, of: user)
    try sayGone(user)
  }

  private func sayGone(_ user: UserName) throws(Complaint) {
    try Terminal.current.say("\(DisplayText.of(user)) is no longer enrolled.")
  }

  private func confirm(_ user: UserName) throws(Complaint) {
    let name = DisplayText.of(user)
    try consent.require(
      "\(name) will be left without a second factor", otherwise: "\(name) would be left without a second factor",
      consequence: "nothing was removed")
  }
}
