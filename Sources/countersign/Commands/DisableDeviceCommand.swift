import ArgumentParser
import Countersign

/// Lets a device count no longer until it is enabled again.
struct DisableDeviceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable-device", abstract: "Let a device count no longer until it is enabled again.",
    discussion: """
      For a device that may come back, or about which there is a doubt. Its codes are refused and not counted. \
      Remembered logins are forgotten. A user whose devices are all disabled is still asked for a code.
      """)

  @Argument(help: "The user.")
  var user: String

  @Argument(help: "The device's name; may be left out where there is only one.")
  var device: String?

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: StoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let record = try workplace.record(of: user)
    let device = try workplace.device(self.device, in: record)
    let name = "\(DisplayText.of(device.name)) of \(DisplayText.of(user))"
    guard device.disabled == nil else { return try say(.needless, name) }
    let isLast = !record.devices.contains { $0.id != device.id && $0.disabled == nil }
    let note = isLast ? ", and there is no other one" : ""
    try consent.require(
      "The device \(name) will be refused\(note)", otherwise: "the device \(name) would be refused\(note)")
    let now = workplace.now
    let switched = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.disable(device: device.id, of: user, at: now)
    }
    if case .done = switched { workplace.changes.record(.disableDevice, of: user, device: device) }
    try say(switched, name)
  }

  private func say(_ switched: SwitchedDevice, _ name: String) throws(Complaint) {
    switch switched {
    case .done: try Terminal.current.say("Disabled the device \(name).")
    case .needless: try Terminal.current.say("The device \(name) was disabled already; nothing was changed.")
    }
  }
}
