import ArgumentParser
import Countersign
import Words

/// Shows lines of the audit file.
struct AuditShowCommand: LookingCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: said("Show what the audit files say of logins and changes, the oldest first."),
    discussion: said("""
      A time is 2026-11-25 or 2026-11-25T10:00, in local time, or how long ago: 4h, 2d. Lines that are no longer what \
      was written are not told from others here: countersign audit verify does that.
      """))

  @Option(help: .said("Only lines about this user."))
  var user: String?

  @Option(help: .said("Only lines from then on.", valueName: "time"))
  var since: MomentArgument?

  @Option(help: .said("Only lines before then.", valueName: "time"))
  var until: MomentArgument?

  @Option(help: .said("Only lines of this kind."))
  var event: AuditEventArgument?

  @Flag(help: .said("Print the lines as they stand in the file, one JSON object each."))
  var json = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let sources = try AuditSources.own(store)
    let now = try Complaint.attempting("cannot read the clock") { () throws(SystemFailure) in try Clock.now() }
    let filter = AuditFilter(
      user: user, event: event?.rawValue, since: since?.seconds(now: now), until: until?.seconds(now: now))
    var damaged = 0
    if !json, !sources.isEmpty { try Terminal.current.say(verbatim: AuditText.heading) }
    for source in sources {
      try AuditLines.go(through: source) { (line, _) throws(Complaint) in
        guard let record = AuditRecord(line) else {
          damaged += 1
          return true
        }
        guard filter.lets(through: record) else { return true }
        try Terminal.current.say(verbatim: json ? String(decoding: line, as: UTF8.self) : AuditText.line(record))
        return true
      }
    }
    guard damaged > 0 else { return }
    Terminal.warn(damaged == 1 ? "1 line could not be read" : "\(damaged) lines could not be read")
    Terminal.advise("countersign audit verify says what is wrong with them")
  }
}
