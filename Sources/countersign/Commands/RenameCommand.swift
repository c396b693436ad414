import ArgumentParser
import Countersign
import Words

/// Gives a device another name.
struct RenameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rename", abstract: said("Give a device another name."),
    usage: "countersign rename <user> <device> <new-name> [<options>]")

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said("The device's name."))
  var device: String

  @Argument(help: .said("Its new name: up to 64 bytes, no control characters."))
  var newName: String

  @OptionGroup var store: UserStoreOptions

  func validate() throws {
    guard DeviceName(Array(newName.utf8)) != nil else { throw ValidationError(DeviceName.rule) }
  }

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let device = try workplace.device(self.device, in: workplace.record(of: user))
    guard let name = DeviceName(Array(newName.utf8)) else { throw ValidationError(DeviceName.rule) }
    try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.rename(device: device.id, of: user, to: name)
    }
    workplace.changes.record(
      .rename, of: user, device: device, details: [AuditField("new-name", .foreign(name.bytes))])
    try Terminal.current.say("The device \(DisplayText.of(device.name)) is now called \(DisplayText.of(name)).")
  }
}
