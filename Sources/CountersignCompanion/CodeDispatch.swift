import Countersign
import Delivery
import Words

/// Sends a code to a device of the one who logs in, and says where it went. The log knows why one was not sent, and
/// nobody else.
struct CodeDispatch {
  let order: CompanionOrder
  let device: UInt32

  /// How it ended, as the module is told.
  enum Ending: UInt8 {
    case sent = 1
    case notSent
  }

  private var location: StoreLocation { StoreLocation(root: order.root) }

  func conduct(with person: borrowing Person) throws(Silence) -> Ending {
    let store: UserStore
    do throws(StoreFailure) { store = try UserStore(location) } catch { return try fail(error, person) }
    let policy: Policy
    let record: UserRecord?
    do throws(StoreFailure) {
      policy = try Policy.ofHost(location)
      record = try store.record(of: order.user)
    } catch {
      return try fail(error, person)
    }
    guard let record, record.uid == order.uid, let device = record.devices.first(where: { $0.id == device }) else {
      return try say(CodeDispatch.failure, to: person)
    }
    return try send(to: device, policy, store, person)
  }

  private func fail(_ failure: StoreFailure, _ person: borrowing Person) throws(Silence) -> Ending {
    SystemLog.notice(
      Array("no code was sent user=".utf8) + PercentEncoding.encode(order.user.bytes)
        + Array(" reason=\(FailureExplanation(failure).reason)".utf8))
    return try say(CodeDispatch.failure, to: person)
  }

  private func send(
    to device: Device, _ policy: Policy, _ store: borrowing UserStore, _ person: borrowing Person
  ) throws(Silence) -> Ending {
    guard case .sent(let parameters) = device.kind else { return try say(CodeDispatch.failure, to: person) }
    let address = String(decoding: parameters.address.masked, as: UTF8.self)
    let code: SentCode
    do throws(SendingRefusal) {
      code = try store.makeCode(for: device.id, of: order.user, throttle: policy.globalSettings.throttle.value)
    } catch {
      CompanionLog(order).sent(device, parameters, reason: error.reason)
      return try say(refusal(error, address), to: person)
    }
    do throws(DeliveryFailure) {
      try Deliverer(policy, location).deliver(code, for: order.user, service: order.service, from: order.address)
    } catch {
      CompanionLog(order).sent(device, parameters, reason: error.reason, error.details)
      return try say("The code could not be sent to \(address). Use another device.", to: person)
    }
    CompanionLog(order).sent(device, parameters, reason: "sent")
    try say("A code was sent to \(address).", to: person)
    return .sent
  }

  private static let failure: Message = "No code could be sent. Use another device."

  private func refusal(_ refusal: SendingRefusal, _ address: String) -> Message {
    guard case .tooSoon(let until) = refusal, let now = try? Clock.now() else { return CodeDispatch.failure }
    let seconds = until > now ? until - now : 1
    guard seconds > 90 else {
      return "A code was sent to \(address) already. The next one can be sent in \(seconds) s."
    }
    return "Codes sent to \(address) were not used. The next one can be sent in \((seconds - 1) / 60 + 1) min."
  }

  @discardableResult
  private func say(_ message: Message, to person: borrowing Person) throws(Silence) -> Ending {
    do throws(EnrolmentTrouble) { try person.say(message) } catch { throw Silence() }
    return .notSent
  }
}
