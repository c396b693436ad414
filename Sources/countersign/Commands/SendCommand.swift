import ArgumentParser
import Countersign
import Delivery
import Words

/// Sends a code to a device.
struct SendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: said("Send a code to a device whose codes are sent."),
    discussion: said("""
      For trying whether messages arrive, and for people who cannot ask for a code at their login. It voids the code \
      that was sent before, and is never shown.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said("The device's name; may be left out where there is only one that codes are sent to."))
  var device: String?

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  /// What `--json` prints.
  struct Facts: Encodable {
    let user: String
    let device: String
    let via: String
    /// Most of the address is left out.
    let to: String
    /// For how many seconds the code counts.
    let lifetime: UInt32
  }

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let device = try device(in: workplace.record(of: user), workplace)
    guard case .sent(let parameters) = device.kind else {
      throw Complaint(.otherKind, device, of: user, at: workplace.store.location)
    }
    try SentConfirmation.requireDeliverer(parameters, workplace)
    try send(to: device, of: user, parameters, workplace)
    let facts = Facts(
      user: DisplayText.of(user), device: DisplayText.of(device.name), via: DisplayText.of(parameters.via.bytes),
      to: DisplayText.of(parameters.address.masked), lifetime: parameters.lifetime)
    guard !json else { return try Terminal.current.say(verbatim: JSONText.of(facts)) }
    let lifetime = TimeText.duration(UInt64(parameters.lifetime))
    try Terminal.current.say("A code was sent to \(facts.to) by \(facts.via); it counts for \(lifetime).")
  }

  private func device(
    in record: UserRecord, _ workplace: borrowing Workplace
  ) throws(Complaint) -> Device {
    let sent = record.devices.filter { if case .sent = $0.kind { true } else { false } }
    guard device == nil, let only = sent.first, sent.count == 1 else {
      return try workplace.device(device, in: record)
    }
    return only
  }

  private func send(
    to device: Device, of user: UserName, _ parameters: SentParameters, _ workplace: borrowing Workplace
  ) throws {
    let location = workplace.store.location
    let policy = try workplace.policy()
    let code: SentCode
    do throws(SendingRefusal) {
      code = try workplace.store.makeCode(
        for: device.id, of: user, throttle: policy.globalSettings.throttle.value)
    } catch {
      throw Complaint(error, device, of: user, at: location)
    }
    var details = [
      AuditField("via", .word(parameters.via.bytes)), AuditField("to", .foreign(parameters.address.masked)),
    ]
    do throws(DeliveryFailure) {
      try Deliverer(policy, location).deliver(code, for: user, service: nil, from: nil)
    } catch {
      details += [AuditField("result", .word(Array("\(error.reason)".utf8)))] + error.details
      workplace.changes.record(.send, of: user, device: device, details: details)
      throw Complaint(error, to: parameters, location)
    }
    details.append(AuditField("result", .word(Array("sent".utf8))))
    workplace.changes.record(.send, of: user, device: device, details: details)
  }
}
