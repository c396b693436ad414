import ArgumentParser
import Countersign
import OATH
import Words

/// Shows the secret of an enrolled device again.
struct QRCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "qr", abstract: said("Show the QR code of an enrolled device again."),
    usage: "countersign qr [<options>] <user> [<device>]",
    discussion: said("""
      For a new phone, or for an administrator who enrolled with --quiet. Whoever sees the code can use it: it is \
      shown on standard output and nowhere else.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said("The device's name; may be left out where there is only one."))
  var device: String?

  @OptionGroup var display: DisplayOptions

  @Flag(name: .shortAndLong, help: .said("Print no title and no key, only the QR code and what other options ask for."))
  var quiet = false

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let record = try workplace.record(of: user)
    let device = try workplace.device(self.device, in: record)
    let counter = try workplace.state(of: user).device(device.id)?.nextMovingFactor ?? 0
    guard let uri = OTPAuthURI(device.kind, user: user, issuer: display.issuer, counter: counter) else {
      throw Complaint(
        "\(DisplayText.of(device.name)) is no app: there is no QR code of it",
        hint: "to change its secret, program it anew and enrol it again")
    }
    let secret: SecretBytes
    do {
      secret = try workplace.store.secret(of: device, of: user)
    } catch {
      throw Complaint(error, user: user, at: workplace.store.location)
    }
    workplace.changes.record(.showKey, of: user, device: device)
    if let path = display.qrFile {
      var picture = try PendingPicture(path, uri.symbol(.complete, secret: secret.bytes))
      picture.keep()
    }
    try sheet(uri, device).show(secret.bytes)
  }

  private func sheet(_ uri: OTPAuthURI, _ device: Device) -> SecretSheet {
    let (name, owner) = (DisplayText.of(device.name), DisplayText.of(Array(user.utf8)))
    let title = said("Key of the device \(name) of \(owner), \(DeviceText.parameters(device.kind)):")
    return SecretSheet(
      terminal: .current, uri: uri, title: quiet ? nil : title,
      showsURI: display.showURI,
      screen: QRScreen(terminal: .current, choice: display.qr ?? .auto, inverted: display.qrInvert))
  }
}
