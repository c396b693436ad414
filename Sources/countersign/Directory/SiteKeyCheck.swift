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
  /// The name of a second key in it.
  let second: String?
  let trial: Trial

  var findings: [Finding] {
    if let flaw { return [.fail("site-key", Message(verbatim: flaw.error), cure: Message(verbatim: flaw.hint))] }
    return [.ok("site-key", "\(path) is there, and root's alone")] + change + opening
  }

  /// A change of the key that has begun and has not ended.
  private var change: [Finding] {
    guard let second else { return [] }
    return [
      .warn(
        "site-key-change", "\(path) has a second key, \(second): the site key is being changed",
        cure: "countersign directory rotate-key shows how far that is, and what comes next")
    ]
  }

  private var opening: [Finding] {
    switch trial {
    case .nobody: return []
    case .opened(let user): return [.ok("site-key-opens", "the record of \(user) opens under it")]
    case .failed(let complaint):
      let (text, cure) = (Message(verbatim: complaint.error), Message(verbatim: complaint.hint))
      return [.fail("site-key-opens", text, cure: cure)]
    }
  }
}
