import Countersign

/// The logs of a login that was handed over: the module writes the line into the system's, since it is its login, and
/// the audit file is written here.
struct HandedAudit: AuditSink {
  let person: SharedPerson
  let location: StoreLocation
  let showsSteps: Bool

  func write(_ event: AuditEvent) {
    let line = AuditLine(event)
    guard line.severity != .debug || showsSteps else { return }
    // Once the module has left it is the one who knows how the login ended.
    guard person.send(.logLine, ([line.severity.rawValue] + line.text).span) else { return }
    do throws(StoreFailure) {
      try AuditFile(location).append(event)
    } catch {
      let loss = AuditLine(.auditLost(error))
      person.send(.logLine, ([loss.severity.rawValue] + loss.text).span)
    }
  }
}
