import Countersign
import Delivery
import OATH
import Words

/// Sends the first code of a new device and asks for it.
struct SentConfirmation {
  let user: UserName
  let parameters: SentParameters

  /// Refuses before anything is asked or sent when nothing could send the codes.
  static func requireDeliverer(
    _ parameters: SentParameters, _ workplace: borrowing Workplace
  ) throws(Complaint) {
    let policy = try workplace.policy()
    guard policy.deliverer(parameters.via) == nil else { return }
    throw Complaint(.noDeliverer(parameters.via), to: parameters, workplace.store.location)
  }

  func confirm(
    _ secret: Span<UInt8>, _ workplace: borrowing Workplace, _ dialogue: borrowing Dialogue
  ) throws(Complaint) -> DeviceBeginning {
    let parameters = parameters
    let code = try Complaint.attempting("cannot make a code") { () throws(SystemFailure) in
      try SentCode.first(parameters, secret: secret)
    }
    let (policy, location) = (try workplace.policy(), workplace.store.location)
    do throws(DeliveryFailure) {
      try Deliverer(policy, location).deliver(code, for: user, service: nil, from: nil)
    } catch {
      throw Complaint(error, to: parameters, location)
    }
    let address = DisplayText.of(parameters.address.masked)
    Terminal.remark("A code was sent to \(address) by \(DisplayText.of(parameters.via.bytes)).")
    return try ask(secret, dialogue)
  }

  private func ask(_ secret: Span<UInt8>, _ dialogue: borrowing Dialogue) throws(Complaint) -> DeviceBeginning {
    let kind = DeviceKind.sent(parameters)
    var left = Confirmation.tries
    while left > 0 {
      let answer = try dialogue.ask("Code that was sent: ")
      let finding = try Complaint.attempting("cannot check the code") { () throws(SystemFailure) in
        try FirstCode.check(
          answer.bytes, kind: kind, secret: secret, counter: SentCode.firstMovingFactor, now: Clock.now())
      }
      if case .confirmed(let next, _) = finding {
        return DeviceBeginning(kind: kind, nextMovingFactor: next, drift: 0)
      }
      left -= 1
      let form =
        finding == .notACode ? said("A code has \(parameters.digits.count) digits.") : said("That is not the code.")
      Terminal.remark(verbatim: "\(form) \(Confirmation.remainder(left))")
    }
    throw Complaint(
      "none of \(Confirmation.tries) codes was right; nothing was stored",
      hint: "run it again, with an address that is certainly the user's")
  }
}
