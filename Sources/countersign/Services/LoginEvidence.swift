import Countersign

/// Which services somebody has logged in by since a moment, with a code that was accepted, as the audit file says.
struct LoginEvidence {
  private(set) var services: Set<String> = []

  /// - Parameter since: seconds since 1970.
  init(of user: UserName, since: UInt64, _ options: StoreOptions) throws(Complaint) {
    let filter = AuditFilter(
      user: String(decoding: user.bytes, as: UTF8.self), event: "login", since: since, until: nil)
    for source in try AuditSources.own(options) {
      try AuditLines.go(through: source) { line, _ throws(Complaint) in
        guard let record = AuditRecord(line), filter.lets(through: record),
          record["outcome"]?.elementsEqual("accepted".utf8) == true, let service = record["service"]
        else { return true }
        services.insert(String(decoding: service, as: UTF8.self))
        return true
      }
    }
  }
}
