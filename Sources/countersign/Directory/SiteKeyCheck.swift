import Countersign
import Words

/// Whether this host has the key of the site.
struct SiteKeyCheck {
  /// What came of opening a record of the directory under it.
  enum Trial: Equatable {
    /// Not tried: there is nobody, or nobody could be looked at.
    case nobody
    case opened(user: String)
    case failed(Complaint)
  }

  let path: String
  /// What is wrong with the file.
  let flaw: Complaint?
  let trial: Trial

  var findings: [Finding] {
    if let flaw { return [.fail("site-key", Message(verbatim: flaw.error), cure: Message(verbatim: flaw.hint))] }
    let there = Finding.ok("site-key", "\(path) is there, and root's alone")
    switch trial {
    case .nobody: return [there]
    case .opened(let user): return [there, .ok("site-key-opens", "the record of \(user) opens under it")]
    case .failed(let complaint):
      let (text, cure) = (Message(verbatim: complaint.error), Message(verbatim: complaint.hint))
      return [there, .fail("site-key-opens", text, cure: cure)]
    }
  }
}
