import ArgumentParser
import Countersign
import Words

/// Ends the audit file and begins a new one.
struct AuditRotateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate", abstract: said("End the audit file and begin a new one that goes on from it."),
    discussion: said("""
      Happens by itself when the file has 16 MiB. Nine older files are kept, audit.jsonl.1 to audit.jsonl.9; copy \
      them away first if more are to be kept.
      """))

  @OptionGroup var store: StoreOptions

  func run() throws {
    let location = try AuditSources.location(store)
    let place: AuditLink?
    do { place = try AuditFile(location).rotate() } catch { throw Complaint(error, user: nil, at: location) }
    guard let place else {
      throw Complaint("the audit file has no line yet", hint: "nothing was rotated")
    }
    ChangeLog(location).record(.rotateAudit, of: nil)
    try Terminal.current.say("The audit file was ended with line \(place.sequence); it is audit.jsonl.1 now.")
    try Terminal.current.say(
      verbatim: AuditReport.field(said("head"), String(decoding: Hex.encode(place.hash), as: UTF8.self)))
  }
}
