import ArgumentParser
import Countersign
import Words

/// Finds a device again whose clock or counter went astray.
struct ResyncCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resync",
    abstract: said("Find out by two codes in a row where a device stands, and go on from there."),
    usage: "countersign resync <user> [<device>] [<code> ...] [<options>]",
    discussion: said("""
      For a device whose clock is too far off (up to 1,500 time steps, 12 hours for most), a token whose button was \
      pressed too often in vain (up to 1,000 times), and for used codes that a wrong clock of this machine has left \
      in the future. Both codes count as used. Wrong codes before are forgotten. If the codes are not found, nothing \
      changes. A key that types its codes is never out of step.

      Of a security key no codes are asked for: its next signature counter is taken as it comes. Do that only where it \
      is certain that no copy of the key signs.

      Without codes they are asked for. Given as arguments, they are visible to everybody on this machine while the \
      command runs.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said("The device's name; may be left out where there is only one and the codes are asked for."))
  var device: String?

  @Argument(help: .said("A code of the device, and the one it showed next.", valueName: "code"))
  var codes: [String] = []

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func validate() throws {
    guard codes.isEmpty || codes.count == 2 else {
      throw ValidationError(said("resync takes two codes, or none and asks for them."))
    }
  }

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let device = try workplace.device(self.device, in: workplace.record(of: user))
    switch device.kind {
    case .totp, .hotp: break
    case .fido2, .agent: return try forgetCounter(of: device, user, workplace)
    case .yubicoOTP, .ocra, .sent: throw ResyncReport.needless(device, of: user)
    }
    let codes = try CodePair.of(device, given: codes)
    let now = try Complaint.attempting("cannot read the clock") { () throws(SystemFailure) in try Clock.now() }
    let finding = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.resynchronise(
        device: device.id, of: user, first: codes.first.bytes, second: codes.second.bytes, now: now)
    }
    let report = ResyncReport(user: user, device: device, sameCodes: codes.areEqual)
    let facts = try report.facts(finding)
    workplace.changes.record(.resync, of: user, device: device)
    guard !json else { return try Terminal.current.say(verbatim: JSONText.of(facts)) }
    try Terminal.current.say("Resynchronised the device \(facts.device) of \(facts.user).")
    try Terminal.current.say(verbatim: facts.text)
  }

  private func forgetCounter(
    of device: Device, _ user: UserName, _ workplace: borrowing Workplace
  ) throws(Complaint) {
    guard codes.isEmpty else {
      throw Complaint(
        "\(DisplayText.of(device.name)) is a security key and shows no codes", hint: "leave the codes out")
    }
    try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.forgetSignatureCounter(device: device.id, of: user)
    }
    workplace.changes.record(.resync, of: user, device: device)
    let facts = ResyncReport.Facts(user: DisplayText.of(user), device: DisplayText.of(device.name))
    guard !json else { return try Terminal.current.say(verbatim: JSONText.of(facts)) }
    try Terminal.current.say("The next signature counter of \(facts.device) of \(facts.user) is taken as it comes.")
  }
}
