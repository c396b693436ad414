import Countersign
import Words

/// Which audit files a command reads: those of the store, or copies of them.
enum AuditSources {
  /// The store's own files, the oldest first.
  static func own(_ options: StoreOptions) throws(Complaint) -> [AuditSource] {
    let location = try location(options)
    do { return try AuditFile(location).sources() } catch { throw Complaint(error, user: nil, at: location) }
  }

  /// Copies, in the order of the command line.
  static func copies(_ paths: [String]) throws(Complaint) -> [AuditSource] {
    var sources: [AuditSource] = []
    for path in paths {
      do { sources.append(try AuditSource(copy: Array(path.utf8))) } catch {
        throw Complaint(
          "cannot open \(DisplayText.of(Array(path.utf8))): \(Complaint.meaning(error))",
          hint: "name the files from the oldest to the youngest: audit.jsonl.1 audit.jsonl")
      }
    }
    return sources
  }

  /// Where the store is, for root only.
  static func location(_ options: StoreOptions) throws(Complaint) -> StoreLocation {
    guard UserDatabase.effectiveUser == 0 else {
      throw Complaint("this needs root, to whom the audit file belongs", hint: "run it with sudo")
    }
    return StoreLocation(root: Array((options.root ?? "").utf8))
  }
}
