import ArgumentParser
import Countersign
import Words

/// Lets a device count no longer until it is enabled again.
struct DisableDeviceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable-device", abstract: said("Let a device count no longer until it is enabled again."),
    usage: "countersign disable-device <user> [<device>] [<options>]",
    discussion: said("""
      For a device that may come back, or about which there is a doubt. Its codes are refused and not counted. \
      Remembered logins are forgotten. A user whose devices are all disabled is still asked for a code.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said("The device's name; may be left out where there is only one."))
  var device: String?

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let record = try workplace.record(of: user)
    let device = try workplace.device(self.device, in: record)
    let (name, owner) = (DisplayText.of(device.name), DisplayText.of(user))
    guard device.disabled == nil else { return try say(.needless, name, owner) }
    let isLast = !record.devices.contains { $0.id != device.id && $0.disabled == nil }
    try consent.require(
      isLast
        ? "The device \(name) of \(owner) will be refused, and there is no other one"
        : "The device \(name) of \(owner) will be refused",
      otherwise: isLast
        ? "the device \(name) of \(owner) would be refused, and there is no other one"
        : "the device \(name) of \(owner) would be refused")
    let now = workplace.now
    let switched = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.disable(device: device.id, of: user, at: now)
    }
    if case .done = switched { workplace.changes.record(.disableDevice, of: user, device: device) }
    try say(switched, name, owner)
  }

  private func say(_ switched: SwitchedDevice, _ name: String, _ owner: String) throws(Complaint) {
    switch switched {
    case .done: try Terminal.current.say("Disabled the device \(name) of \(owner).")
    case .needless:
      try Terminal.current.say("The device \(name) of \(owner) was disabled already; nothing was changed.")
    }
  }
}
