import Countersign

/// Which lines of the audit file are shown.
struct AuditFilter {
  private let user: [UInt8]?
  private let event: [UInt8]?
  private let since: UInt64
  private let until: UInt64

  /// - Parameters:
  ///   - user: as bytes.
  ///   - since: the first second, since 1970.
  ///   - until: the first second that is too late.
  init(user: String?, event: String?, since: UInt64?, until: UInt64?) {
    self.user = user.map { AuditField.escaped(Array($0.utf8)) }
    self.event = event.map { Array($0.utf8) }
    self.since = since ?? 0
    self.until = until ?? .max
  }

  func lets(through record: AuditRecord) -> Bool {
    guard record.time >= since, record.time < until else { return false }
    if let user, record["user"]?.elementsEqual(user) != true { return false }
    if let event, record["event"]?.elementsEqual(event) != true { return false }
    return true
  }
}
