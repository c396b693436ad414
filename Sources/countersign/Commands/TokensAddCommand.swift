import ArgumentParser
import Countersign
import Words

/// Takes one hardware token into the inventory.
struct TokensAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: said("Take a hardware token into the inventory, with its key from standard input."),
    discussion: said("""
      For single tokens; countersign import --to-inventory takes whole lists. The first line of standard input is the \
      key, in Base32 or with --hex in hexadecimal. A token that is there already, with the same key, stays as it is.
      """))

  @Argument(help: .said("The token's serial number, as printed on it."))
  var serial: SerialArgument

  @Option(help: .said("Who made it.", valueName: "name"))
  var manufacturer: String?

  @OptionGroup(title: said("The token")) var device: DeviceOptions

  @Flag(help: .said("The key is hexadecimal."))
  var hex = false

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard device.type == .totp || device.type == .hotp else {
      throw ValidationError(said("--type takes totp or hotp here."))
    }
    guard device.name == nil else {
      throw ValidationError(said("--name belongs to assign: a token has its serial number."))
    }
    if let manufacturer, DeviceName(Array(manufacturer.utf8)) == nil {
      throw ValidationError(said("A manufacturer is 1 to 64 bytes of UTF-8 without control characters."))
    }
  }

  func run() throws {
    let workplace = try Workplace(store)
    let serial = self.serial.serial
    guard let kind = try device.kind() else { throw ValidationError(said("--type takes totp or hotp here.")) }
    let token = NewToken(
      serial: serial, manufacturer: manufacturer.flatMap { DeviceName(Array($0.utf8)) }, kind: kind,
      added: workplace.now, expires: try device.expires?.seconds(now: workplace.now),
      nextMovingFactor: device.counter ?? 0)
    let dialogue = try Dialogue(consequence: "nothing was stored")
    let secret = try SecretSource.typed(hex ? .hexadecimal : .base32).secret(dialogue)
    let fate = try workplace.changing(serial) { (store) throws(AdministrationFailure) in
      try store.addToken(token, secret: secret)
    }
    let name = DisplayText.of(serial.bytes)
    switch fate {
    case .added:
      workplace.changes.record(.addToken, of: nil, details: [AuditField("serial", .foreign(serial.bytes))])
      try Terminal.current.say("Added the token \(name) to the inventory.")
    case .alreadyThere: try Terminal.current.say("The token \(name) is there already; nothing was changed.")
    }
  }
}
