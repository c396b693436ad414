import Countersign
import Delivery

/// Tells the `Notify` command of a change. Nobody waits for it, so that only the log learns of a failure.
struct ChangeReport {
  let order: CompanionOrder
  let event: ChangeEvent
  /// Empty where it is about none.
  let device: [UInt8]
  /// Empty for a login.
  let by: [UInt8]

  func carryOut() {
    let policy: Policy
    do throws(StoreFailure) { policy = try Policy.ofHost(StoreLocation(root: order.root)) } catch {
      return log("\(FailureExplanation(error).reason)", [])
    }
    guard let notifier = Notifier(policy), let now = try? Clock.now() else { return }
    let notice = ChangeNotice(
      event, of: order.user, device: device, by: by, service: order.service, from: order.address, at: now)
    do throws(DeliveryFailure) { try notifier.tell(notice) } catch { log("\(error.reason)", error.details) }
  }

  private func log(_ reason: String, _ details: [AuditField]) {
    let act = Administration(
      .notify, user: order.user, by: by,
      details: [
        AuditField("event", .word(Array("\(event.name)".utf8))), AuditField("result", .word(Array(reason.utf8))),
      ] + details)
    SystemLog.notice(AuditLine(act).text)
  }
}
