import Countersign
import Words

/// Writes what a command has changed into both logs: who did it, when and why.
///
/// The change is made by then. A line that cannot be written is told to the person, and changes nothing about that.
struct ChangeLog {
  private let location: StoreLocation

  init(_ location: StoreLocation) {
    self.location = location
  }

  /// - Parameters:
  ///   - device: as it was called before.
  ///   - details: what else belongs to the action; no secret, no code.
  func record(
    _ action: Administration.Action, of user: UserName?, device: Device? = nil, reason: ChangeReason? = nil,
    details: [AuditField] = []
  ) {
    let by = (try? Administrator.current())?.name.bytes ?? []
    let act = Administration(action, user: user, device: device, by: by, reason: reason, details: details)
    SystemLog.notice(AuditLine(act).text)
    do throws(StoreFailure) {
      try AuditFile(location).append(act)
    } catch {
      let complaint = Complaint(error, user: user, at: location)
      Terminal.warn("it is done, but not in the audit file: \(complaint.error)")
      Terminal.advise(Message(verbatim: complaint.hint))
    }
    announce(action, of: user, device: device, by: by)
  }

  /// Has the `Notify` command told, where the policy names one; nothing waits for it.
  private func announce(_ action: Administration.Action, of user: UserName?, device: Device?, by: [UInt8]) {
    guard let user, let event = action.event, (try? Policy.ofHost(location))?.notifier != nil else { return }
    ChangeAnnouncement(event, of: user, device: device?.name.bytes ?? [], by: by).start(at: location)
  }
}
