import ArgumentParser
import Countersign
import Words

/// Makes an enrolment ticket, or takes it back.
struct InviteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite", abstract: said("Make a ticket with which a user enrols at a login."),
    usage: """
      countersign invite [<options>] [--for <duration>] <user>
      countersign invite [<options>] --revoke <user>
      """,
    discussion: said("""
      For users without a device, where the policy has Enroll at-login: the user logs in as usual, types the ticket in \
      place of a code, scans the QR code that appears, and is in with the first code. The ticket is eight digits, \
      shown once and stored as a hash; it goes with the enrolment, and takes the place of a temporary code.
      """))

  /// In seconds. NIST SP 800-63A lets an enrolment code that goes by post live for 21 days.
  private static let longest: UInt64 = 21 * 86_400
  private static let usual: UInt64 = 48 * 3_600

  @Argument(help: .said("The user."))
  var user: String

  @Option(
    name: .customLong("for"),
    help: .said("How long it holds, at most 21 days; 48h unless given.", valueName: "duration"))
  var duration: DurationArgument?

  @Flag(help: .said("Take the ticket back that there is."))
  var revoke = false

  @OptionGroup var consent: ConsentOptions

  @Flag(name: .shortAndLong, help: .said("Print the ticket alone."))
  var quiet = false

  @OptionGroup var store: UserStoreOptions

  func validate() throws {
    guard !revoke || duration == nil else { throw ValidationError(said("--revoke does not go with --for.")) }
  }

  func run() throws {
    let workplace = try Workplace(store)
    if revoke { try takeBack(workplace) } else { try issue(workplace) }
  }

  private func issue(_ workplace: borrowing Workplace) throws(Complaint) {
    let account = try workplace.account(user)
    let (until, overflow) = workplace.now.addingReportingOverflow(duration?.seconds ?? InviteCommand.usual)
    guard duration?.seconds ?? InviteCommand.usual <= InviteCommand.longest, !overflow else {
      throw Complaint(
        "a ticket lasts at most \(TimeText.duration(InviteCommand.longest))", hint: "make another one when it is over")
    }
    try remarkPolicy(workplace)
    let by = try Administrator.current()
    let code = try Complaint.attempting("cannot make a ticket") { () throws(SystemFailure) in try FreshTemporaryCode() }
    let now = workplace.now
    let issued = try workplace.changing(account.user) { (store) throws(AdministrationFailure) in
      try store.issueTemporaryCode(
        code, for: .enrolment, to: account.user, uid: account.uid, created: now, until: until, by: by.name)
    }
    workplace.changes.record(.invite, of: account.user, details: [AuditField("until", .number(issued.until))])
    let name = DisplayText.of(account.user)
    try Complaint.showing(
      "an enrolment ticket of \(name) was made, in place of any before, but it could not be shown",
      hint: "countersign invite \(name) makes one"
    ) { () throws(Complaint) in try show(code, issued, of: account.user) }
  }

  /// A ticket that no login takes is nothing to hand out without a word.
  private func remarkPolicy(_ workplace: borrowing Workplace) throws(Complaint) {
    let offers = try workplace.policy().statements.contains {
      if case .enroll(let rule) = $0.value { rule != .no } else { false }
    }
    guard !offers else { return }
    Terminal.warn("no line of the policy lets anybody enrol at a login")
    Terminal.advise("add 'Enroll at-login' to countersign.conf, see countersign.conf(5)")
  }

  private func show(
    _ code: borrowing FreshTemporaryCode, _ issued: TemporaryCode, of user: UserName
  ) throws(Complaint) {
    var text = try Complaint.attempting("cannot write the ticket") { () throws(SystemFailure) in
      try SecretBytes(capacity: 16)
    }
    if !quiet { for _ in 0..<2 { text.append(UInt8(ascii: " ")) } }
    code.write(to: &text)
    text.append(UInt8(ascii: "\n"))
    guard !quiet else { return try Terminal.current.show(text) }
    let name = DisplayText.of(user)
    try Terminal.current.say("Enrolment ticket of \(name), good until \(TimeText.minute(issued.until)):")
    try Terminal.current.say()
    try Terminal.current.show(text)
    try Terminal.current.say()
    try Terminal.current.say("\(name) logs in as usual and types it when asked for the verification code.")
    try Terminal.current.say("A QR code appears then. The ticket is not shown again.")
  }

  private func takeBack(_ workplace: borrowing Workplace) throws(Complaint) {
    let user = try Workplace.name(self.user)
    let name = DisplayText.of(user)
    let record = try workplace.record(of: user)
    guard record.ticket != nil else { throw Complaint(.noTicket, user: user, at: workplace.store.location) }
    try consent.require(
      "The enrolment ticket of \(name) will no longer work",
      otherwise: "the enrolment ticket of \(name) would no longer work")
    _ = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.revokeTemporaryCode(of: user)
    }
    workplace.changes.record(.revokeInvitation, of: user)
    try Terminal.current.say("The enrolment ticket of \(name) no longer works.")
  }
}
