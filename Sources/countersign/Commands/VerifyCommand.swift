import ArgumentParser
import Countersign
import Words

/// Checks a code just as a login does.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: said("Check a code exactly as a login would."),
    discussion: said("""
      A right code is used up, a wrong one counts. None is sent; countersign send does that. The code is read from \
      standard input. Exit code 0 means accepted, 1 anything else.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let account = try workplace.account(user)
    let record = try workplace.record(of: account.user)
    guard record.uid == account.uid else {
      throw Complaint(.otherAccount(uid: account.uid), user: account.user, at: workplace.store.location)
    }
    guard record.showsCodes else {
      throw Complaint(
        "every device of \(DisplayText.of(account.user)) is a security key, and those show no codes",
        hint: "countersign explain tells whether a login would ask for it")
    }
    var conversation = VerifyConversation(dialogue: try Dialogue(consequence: "nothing was checked"))
    let ofHost = try workplace.policy().globalSettings
    var settings = PolicySettings(mode: .mandatory)
    (settings.deliveries, settings.notifies) = (ofHost.deliveries, ofHost.notifies)
    var options = SessionOptions()
    options.asksCompanion = false
    let session = Session(location: workplace.store.location, policy: .fixed(settings), options: options)
    let request = LoginRequest(user: account.user, service: Array("countersign".utf8), address: nil, terminal: nil)
    let verdict = session.authenticate(request, with: &conversation, audit: VerifyAudit())
    if let complaint = conversation.complaint { throw complaint }
    let report = VerdictReport(verdict, account.user, workplace.store.location)
    // Whoever checks a code uses it up, or adds to the wrong ones.
    workplace.changes.record(
      .verify, of: account.user, details: [AuditField("result", .word(Array(report.facts.result.utf8)))])
    try tell(report)
  }

  private func tell(_ report: VerdictReport) throws {
    if json { try Terminal.current.say(verbatim: JSONText.of(report.facts)) }
    if let complaint = report.complaint { throw complaint }
    if !json { try Terminal.current.say(verbatim: report.text) }
  }
}

extension UserRecord {
  /// Whether there is anything that could be typed.
  fileprivate var showsCodes: Bool {
    recovery != nil || temporary != nil || devices.contains { $0.kind.securityKey == nil }
  }
}
