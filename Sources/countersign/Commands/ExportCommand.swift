import ArgumentParser
import Countersign
import ForeignFormats
import Words

/// Hands devices with their secrets out.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: said("Hand devices out with their secrets, for another system."),
    usage: "countersign export [<options>] <user> [<device>]",
    discussion: said("""
      Formats: otpauth, URIs as apps read them; json, one device a line with all that countersign import json takes \
      back; pskc, a key container of RFC 6030 under a passphrase.

      Whoever reads otpauth or json can make the codes. Recovery codes are stored as hashes and are in no export; \
      neither are devices that are disabled. The devices stay enrolled here, too.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said("The device's name; all devices unless given."))
  var device: String?

  @Option(help: .said("How to write them.", valueName: "format"))
  var format = ExportFormat.otpauth

  @Option(help: .said("Write into this new file, for root alone, not to standard output.", valueName: "file"))
  var output: String?

  @Option(help: .said("Who asks for the codes, in URIs; this host unless given."))
  var issuer: String?

  @Flag(help: .said("Read the passphrase for pskc from standard input, one line."))
  var passphraseStdin = false

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: UserStoreOptions

  func validate() throws {
    guard !passphraseStdin || format == .pskc else {
      throw ValidationError(said("--passphrase-stdin is for --format pskc."))
    }
    guard issuer == nil || format == .otpauth else { throw ValidationError(said("--issuer is for --format otpauth.")) }
  }

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let record = try workplace.record(of: user)
    let chosen = try devices(in: record, workplace)
    try confirm(user, chosen)
    let passphrase = format == .pskc ? try passphrase() : nil
    let exported = try export(chosen, of: user, workplace)
    let text = try ExportText(format: format, devices: exported, issuer: issuer).bytes(passphrase)
    try write(text, user, chosen, workplace)
  }

  /// All devices that are not disabled, or the one that is named.
  private func devices(in record: UserRecord, _ workplace: borrowing Workplace) throws(Complaint) -> [Device] {
    let name = DisplayText.of(record.user)
    guard device == nil else {
      let device = try workplace.device(self.device, in: record)
      guard device.disabled == nil else {
        throw Complaint(
          "the device \(DisplayText.of(device.name)) of \(name) is disabled",
          hint: "countersign enable-device makes it one that can be exported")
      }
      guard format.carries(device.kind) else {
        throw Complaint(
          """
          the device \(DisplayText.of(device.name)) of \(name) is of the kind \(device.kind.name), which is not in \
          \(format.rawValue)
          """, hint: "--format json writes all kinds")
      }
      return [device]
    }
    guard record.isEnrolled else { throw Complaint(notEnrolled: name) }
    let enabled = record.devices.filter { $0.disabled == nil }
    for left in record.devices where left.disabled != nil {
      Terminal.warn("\(DisplayText.of(left.name)) is disabled and left out")
    }
    return try carried(enabled, name)
  }

  private func carried(_ enabled: [Device], _ name: String) throws(Complaint) -> [Device] {
    guard !enabled.isEmpty else {
      throw Complaint(
        "\(name) has no device that is not disabled", hint: "countersign enable-device makes it one again")
    }
    for left in enabled where !format.carries(left.kind) {
      Terminal.warn("\(DisplayText.of(left.name)) is of the kind \(left.kind.name) and left out; json has all kinds")
    }
    let carried = enabled.filter { format.carries($0.kind) }
    guard !carried.isEmpty else {
      throw Complaint("\(name) has no device that \(format.rawValue) knows", hint: "--format json writes all kinds")
    }
    return carried
  }

  private func confirm(_ user: UserName, _ devices: [Device]) throws(Complaint) {
    let what = devices.count == 1
      ? said("the device \(DisplayText.of(devices[0].name)) of \(DisplayText.of(user))")
      : said("\(devices.count) devices of \(DisplayText.of(user))")
    let (statement, otherwise) = announcement(of: what)
    try consent.require(statement, otherwise: otherwise, consequence: "nothing was exported")
  }

  /// What is going to happen, and what would.
  private func announcement(of what: String) -> (Message, Message) {
    guard let file = output.map({ DisplayText.of(Array($0.utf8)) }) else {
      return format == .pskc
        ? ("The secrets of \(what) will be shown, encrypted", "the secrets of \(what) would be shown, encrypted")
        : ("The secrets of \(what) will be shown, in the clear", "the secrets of \(what) would be shown, in the clear")
    }
    return format == .pskc
      ? (
        "The secrets of \(what) will be written into \(file), encrypted",
        "the secrets of \(what) would be written into \(file), encrypted"
      )
      : (
        "The secrets of \(what) will be written into \(file), in the clear",
        "the secrets of \(what) would be written into \(file), in the clear"
      )
  }

  private func passphrase() throws(Complaint) -> SharedSecret {
    guard passphraseStdin || StandardStream.input.isTerminal else {
      throw Complaint(
        "a key container needs a passphrase", hint: "--passphrase-stdin reads it; at a terminal it is asked for")
    }
    return try ExportPassphrase.ask()
  }

  private func export(
    _ devices: [Device], of user: UserName, _ workplace: borrowing Workplace
  ) throws(Complaint) -> [ExportedDevice] {
    let state = try workplace.state(of: user)
    var exported: [ExportedDevice] = []
    for device in devices {
      let secret: SecretBytes
      do { secret = try workplace.store.secret(of: device, of: user) } catch {
        throw Complaint(error, user: user, at: workplace.store.location)
      }
      let own = state.device(device.id)
      exported.append(
        ExportedDevice(
          user: user, name: device.name, kind: device.kind, secret: SharedSecret(secret),
          nextMovingFactor: own?.nextMovingFactor ?? 0, drift: own?.drift ?? 0, expires: device.expires))
    }
    return exported
  }

  /// It is in the log before anybody can read it.
  private func write(
    _ text: borrowing SecretBytes, _ user: UserName, _ devices: [Device], _ workplace: borrowing Workplace
  ) throws(Complaint) {
    let details = [
      AuditField("format", .foreign(Array(format.rawValue.utf8))),
      AuditField("devices", .number(UInt64(clamping: devices.count))),
    ]
    let device = devices.count == 1 ? devices.first : nil
    if let output {
      var file = try PendingFile(output, text)
      workplace.changes.record(.exportDevices, of: user, device: device, details: details)
      file.keep()
    } else {
      workplace.changes.record(.exportDevices, of: user, device: device, details: details)
      try Terminal.current.show(text)
    }
    if let loss = format.loss { Terminal.advise("\(loss); --format json has them") }
    let record = try workplace.record(of: user)
    if record.recovery != nil {
      Terminal.advise("the recovery codes are not in it, as only their hashes are stored")
    }
  }
}
