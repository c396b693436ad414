import ArgumentParser
import Countersign
import Words

/// Checks the audit file's chain.
struct AuditVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: said("Check that no line of the audit files was altered or removed."),
    discussion: said("""
      Finds a line that was altered, removed, repeated or moved, and tells that from one that a crash left unfinished. \
      Whoever is root can also compose all lines anew, or cut off the end: note the head elsewhere, and give it to a \
      later check with --noted.

      Copies on another host can be checked without root: name them from the oldest to the youngest.
      """))

  @Argument(help: .said("Copies to check instead of the store's own files.", valueName: "file"))
  var files: [String] = []

  @Option(help: .said("A head noted earlier, which must be the hash of a line.", valueName: "hash"))
  var noted: String?

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard let noted else { return }
    guard Hex.decode(Array(noted.uppercased().utf8)[...])?.count == 32 else {
      throw ValidationError(said("--noted takes 64 hexadecimal digits."))
    }
  }

  func run() throws {
    let sources = try files.isEmpty ? AuditSources.own(store) : AuditSources.copies(files)
    guard !sources.isEmpty else {
      throw Complaint("there is no audit file yet", hint: "the first login or change makes it")
    }
    let hash = noted.flatMap { Hex.decode(Array($0.uppercased().utf8)[...]) }
    var verification = AuditVerification(noted: hash)
    for source in sources {
      verification.beginFile()
      try AuditLines.go(through: source) { (line, isEnded) throws(Complaint) in
        verification.take(line, isEnded: isEnded)
      }
      verification.endFile()
    }
    let report = AuditReport(verification, sources, isAskedForNoted: noted != nil)
    if json { try Terminal.current.say(verbatim: JSONText.of(report.facts)) }
    if let complaint = report.complaint { throw complaint }
    guard !json else { return }
    for line in report.lines { try Terminal.current.say(verbatim: line) }
  }
}
