import ArgumentParser
import Countersign
import Words

/// Makes a code to read out, or takes it back.
struct TemporaryCodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "temporary-code", abstract: said("Make a code of eight digits to read out, good for one login."),
    usage: """
      countersign temporary-code [<options>] [--for <duration>] <user>
      countersign temporary-code [<options>] --revoke <user>
      """,
    discussion: said("""
      For somebody at the telephone whose device is lost or forgotten. The code is shown once and stored as a hash; it \
      ends by itself. Another one takes the place of the one before. The user need not be enrolled.
      """))

  /// In seconds.
  private static let longest: UInt64 = 86_400

  @Argument(help: .said("The user."))
  var user: String

  @Option(
    name: .customLong("for"),
    help: .said("How long it holds, at most a day; 15m unless given.", valueName: "duration"))
  var duration: DurationArgument?

  @Flag(help: .said("Take the code back that there is."))
  var revoke = false

  @OptionGroup var consent: ConsentOptions

  @Flag(name: .shortAndLong, help: .said("Print the code alone."))
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
    let seconds = duration?.seconds ?? 900
    let (until, overflow) = workplace.now.addingReportingOverflow(seconds)
    guard seconds <= TemporaryCodeCommand.longest, !overflow else {
      throw Complaint(
        "a temporary code lasts at most \(TimeText.duration(TemporaryCodeCommand.longest))",
        hint: "for longer, countersign bypass lets in without a code")
    }
    let by = try Administrator.current()
    let code = try Complaint.attempting("cannot make a code") { () throws(SystemFailure) in try FreshTemporaryCode() }
    let now = workplace.now
    let issued = try workplace.changing(account.user) { (store) throws(AdministrationFailure) in
      try store.issueTemporaryCode(code, to: account.user, uid: account.uid, created: now, until: until, by: by.name)
    }
    workplace.changes.record(.temporaryCode, of: account.user, details: [AuditField("until", .number(issued.until))])
    let name = DisplayText.of(account.user)
    try Complaint.showing(
      "a temporary code of \(name) was made, in place of any before, but it could not be shown",
      hint: "countersign temporary-code \(name) makes another one"
    ) { () throws(Complaint) in try show(code, issued, of: account.user) }
  }

  private func show(
    _ code: borrowing FreshTemporaryCode, _ issued: TemporaryCode, of user: UserName
  ) throws(Complaint) {
    var text = try Complaint.attempting("cannot write the code") { () throws(SystemFailure) in
      try SecretBytes(capacity: 16)
    }
    if !quiet { for _ in 0..<2 { text.append(UInt8(ascii: " ")) } }
    code.write(to: &text)
    text.append(UInt8(ascii: "\n"))
    guard !quiet else { return try Terminal.current.show(text) }
    let seconds = issued.until - issued.created
    try Terminal.current.say(
      "Temporary code of \(DisplayText.of(user)), good for one login in the next \(TimeText.duration(seconds)):")
    try Terminal.current.say()
    try Terminal.current.show(text)
    try Terminal.current.say()
    try Terminal.current.say("It holds until \(TimeText.second(issued.until)) and is not shown again.")
  }

  private func takeBack(_ workplace: borrowing Workplace) throws(Complaint) {
    let user = try Workplace.name(self.user)
    let name = DisplayText.of(user)
    let record = try workplace.record(of: user)
    guard record.temporary?.purpose == .login else {
      throw Complaint(.noTemporaryCode, user: user, at: workplace.store.location)
    }
    try consent.require(
      "The temporary code of \(name) will no longer work",
      otherwise: "the temporary code of \(name) would no longer work")
    _ = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.revokeTemporaryCode(of: user)
    }
    workplace.changes.record(.revokeTemporaryCode, of: user)
    try Terminal.current.say("The temporary code of \(name) no longer works.")
  }
}
