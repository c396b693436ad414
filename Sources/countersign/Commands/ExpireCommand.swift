import ArgumentParser
import Countersign
import Words

/// Says from when on a device counts no longer.
struct ExpireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "expire", abstract: said("Let a device count no longer from a time on, or for ever."),
    usage: "countersign expire <user> <device> <when> [<options>]",
    discussion: said("""
      From then on the device is refused like one that is disabled, and its codes are not counted as wrong. A time \
      takes the place of the one before.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said("The device's name."))
  var device: String

  @Argument(help: .said(
    "A date, at whose beginning it ends, a date with a time, a duration from now on such as 90d, or never.",
    valueName: "when"))
  var end: End

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: UserStoreOptions

  /// When a device ends, or that it does not.
  enum End: ExpressibleByArgument {
    case never
    case at(ExpiryArgument)

    init?(argument: String) {
      if argument == "never" {
        self = .never
      } else {
        guard let time = ExpiryArgument(argument: argument) else { return nil }
        self = .at(time)
      }
    }
  }

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let device = try workplace.device(self.device, in: workplace.record(of: user))
    let (name, owner) = (DisplayText.of(device.name), DisplayText.of(user))
    let time = try time(now: workplace.now)
    if device.isExpired(at: workplace.now) {
      try consent.require(
        "The device \(name) of \(owner) will let in again",
        otherwise: "the device \(name) of \(owner) would let in again")
    }
    let switched = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.expire(device: device.id, of: user, at: time)
    }
    guard case .done = switched else {
      return try Terminal.current.say("The device \(name) of \(owner) had this end already; nothing was changed.")
    }
    workplace.changes.record(
      .expire, of: user, device: device,
      details: [AuditField("expires", time.map { .number($0) } ?? .word(Array("never".utf8)))])
    guard let time else { return try Terminal.current.say("The device \(name) of \(owner) no longer expires.") }
    try Terminal.current.say("The device \(name) of \(owner) expires at \(TimeText.minute(time)).")
  }

  private func time(now: UInt64) throws(Complaint) -> UInt64? {
    switch end {
    case .never: nil
    case .at(let time): try time.seconds(now: now)
    }
  }
}
