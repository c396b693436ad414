import Countersign
import Words

/// Goes through the audit files.
enum AuditProbe {
  static func check(_ location: StoreLocation) -> AuditCheck {
    do throws(Complaint) {
      let sources: [AuditSource]
      do { sources = try AuditFile(location).sources() } catch { throw Complaint(error, user: nil, at: location) }
      guard !sources.isEmpty else { return AuditCheck(lines: nil, complaint: nil) }
      var verification = AuditVerification()
      for source in sources {
        verification.beginFile()
        try AuditLines.go(through: source) { (line, isEnded) throws(Complaint) in
          verification.take(line, isEnded: isEnded)
        }
        verification.endFile()
      }
      let report = AuditReport(verification, sources, isAskedForNoted: false)
      return AuditCheck(lines: verification.lines, complaint: report.complaint)
    } catch {
      return AuditCheck(lines: nil, complaint: error)
    }
  }
}
