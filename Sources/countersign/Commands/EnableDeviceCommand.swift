import ArgumentParser
import Countersign
import Words

/// Lets a device count again that was disabled.
struct EnableDeviceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable-device", abstract: said("Let a device count again that was disabled by an administrator."),
    usage: "countersign enable-device <user> [<device>] [<options>]",
    discussion: said("What wrong codes have disabled is enabled by countersign unlock."))

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said("The device's name; may be left out where there is only one."))
  var device: String?

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let device = try workplace.device(self.device, in: workplace.record(of: user))
    let (name, owner) = (DisplayText.of(device.name), DisplayText.of(user))
    if device.disabled != nil {
      try consent.require(
        "The device \(name) of \(owner) will let in again",
        otherwise: "the device \(name) of \(owner) would let in again")
    }
    let switched = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.enable(device: device.id, of: user)
    }
    if case .done = switched { workplace.changes.record(.enableDevice, of: user, device: device) }
    switch switched {
    case .done: try Terminal.current.say("Enabled the device \(name) of \(owner).")
    case .needless:
      try Terminal.current.say("The device \(name) of \(owner) was enabled already; nothing was changed.")
    }
    try adviseUnlocking(device, of: user, workplace)
  }

  /// Wrong codes are another matter, which looks the same to whoever calls the helpdesk.
  private func adviseUnlocking(
    _ device: Device, of user: UserName, _ workplace: borrowing Workplace
  ) throws(Complaint) {
    guard let state = try workplace.state(of: user).device(device.id) else { return }
    switch StandingFacts(state.misses, now: workplace.now, workplace.throttle()).state {
    case .open: return
    case .waiting, .disabled:
      Terminal.advise("it rests after wrong codes: countersign unlock \(DisplayText.of(user)) ends that")
    }
  }
}
