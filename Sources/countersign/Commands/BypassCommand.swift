import ArgumentParser
import Countersign
import Words

/// Lets a user log in without a second factor for a time, or ends that.
struct BypassCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bypass", abstract: said("Let a user log in without a second factor for a time."),
    usage: """
      countersign bypass [<options>] --for <duration> --reason <text> <user>
      countersign bypass [<options>] --revoke <user>
      """,
    discussion: said("""
      For somebody whose device is lost or forgotten. A bypass ends by itself; the longest is what LongestBypass in \
      the policy says, a day unless set. Another one takes the place of the one before. The user need not be enrolled. \
      Each use is in the log.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Option(
    name: .customLong("for"), help: .said("How long it holds: 30m, 4h, 1d, 1h30m.", valueName: "duration"))
  var duration: DurationArgument?

  @Option(help: .said("Why; kept with it and shown to administrators.", valueName: "text"))
  var reason: ReasonArgument?

  @Option(help: .said("Only for this PAM service, such as sshd."))
  var service: String?

  @Option(
    name: .customLong("from"),
    help: .said("Only from this address or network: 192.0.2.0/24.", valueName: "network"))
  var network: String?

  @Option(help: .said("Only for so many logins.", valueName: "n"))
  var uses: UInt32?

  @Flag(help: .said("End the bypass that there is, at once."))
  var revoke = false

  @OptionGroup var consent: ConsentOptions

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func validate() throws {
    if revoke {
      guard duration == nil, reason == nil, service == nil, network == nil, uses == nil else {
        throw ValidationError(said("--revoke goes with no option that says what to grant."))
      }
      return
    }
    guard duration != nil, reason != nil else {
      throw ValidationError(said("bypass takes --for and --reason, or --revoke."))
    }
    guard service.map({ Bypass.Terms.isService(Array($0.utf8)) }) ?? true else {
      throw ValidationError(said("A --service has 1 to 64 bytes and is not -."))
    }
    guard network.map({ Bypass.Terms.isNetwork(Array($0.utf8)) }) ?? true else {
      throw ValidationError(
        said("--from takes an address, or a network by its first address: 192.0.2.0/24, 2001:db8::/32."))
    }
    guard uses != 0 else { throw ValidationError(said("--uses takes 1 or more.")) }
  }

  func run() throws {
    let workplace = try Workplace(store)
    if revoke { try end(workplace) } else { try grant(workplace) }
  }

  private func grant(_ workplace: borrowing Workplace) throws(Complaint) {
    let account = try workplace.account(user)
    let terms = try terms(for: account.user, workplace)
    let bypass = try workplace.changing(account.user) { (store) throws(AdministrationFailure) in
      try store.grantBypass(terms, to: account.user, uid: account.uid)
    }
    workplace.changes.record(
      .bypass, of: account.user, reason: bypass.terms.reason, details: BypassCommand.details(bypass))
    let name = DisplayText.of(account.user)
    try Complaint.showing(
      "the bypass of \(name) holds, but that could not be shown",
      hint: "countersign bypass \(name) --revoke ends it"
    ) { () throws(Complaint) in try report(bypass, account.user, workplace) }
  }

  private static func details(_ bypass: Bypass) -> [AuditField] {
    [
      AuditField("bypass", .number(UInt64(bypass.number))), AuditField("until", .number(bypass.terms.until)),
      AuditField("service", bypass.terms.service.map { .foreign($0) } ?? .absent),
      AuditField("from", bypass.terms.network.map { .address($0) } ?? .absent),
      AuditField("uses", bypass.terms.uses.map { .number(UInt64($0)) } ?? .absent),
    ]
  }

  private func terms(for user: UserName, _ workplace: borrowing Workplace) throws(Complaint) -> Bypass.Terms {
    let longest = try workplace.longestBypass(for: user, service: service.map { Array($0.utf8) })
    let seconds = duration?.seconds ?? 0
    guard seconds <= longest else {
      throw Complaint(
        "a bypass lasts at most \(TimeText.duration(longest)) here",
        hint: "grant a shorter one, or set LongestBypass in countersign.conf")
    }
    let by = try Administrator.current()
    let (until, overflow) = workplace.now.addingReportingOverflow(seconds)
    guard !overflow, let reason,
      let terms = Bypass.Terms(
        granted: workplace.now, until: until, service: service.map { Array($0.utf8) },
        network: network.map { Array($0.utf8) }, uses: uses, by: by.name, reason: reason.reason)
    else { throw Complaint("such a bypass would never hold", hint: "look at this machine's clock") }
    return terms
  }

  private func report(_ bypass: Bypass, _ user: UserName, _ workplace: borrowing Workplace) throws(Complaint) {
    guard !json else {
      let state = try workplace.state(of: user)
      return try Terminal.current.say(verbatim: JSONText.of(BypassFacts(bypass, state, now: workplace.now)))
    }
    let until = TimeText.second(bypass.terms.until)
    var limits: [String] = []
    if let service = bypass.terms.service { limits.append(said("for \(DisplayText.of(service))", context: "bypass")) }
    if let network = bypass.terms.network { limits.append(said("from \(DisplayText.of(network))", context: "bypass")) }
    if let uses = bypass.terms.uses { limits.append(uses == 1 ? said("once") : said("\(uses) times")) }
    let (name, extent) = (DisplayText.of(user), Enumeration.of(limits))
    try Terminal.current.say(
      limits.isEmpty
        ? "\(name) logs in without a second factor until \(until)."
        : "\(name) logs in without a second factor \(extent) until \(until).")
  }

  private func end(_ workplace: borrowing Workplace) throws(Complaint) {
    let user = try Workplace.name(self.user)
    let name = DisplayText.of(user)
    let record = try workplace.record(of: user)
    guard record.bypass != nil else { throw Complaint(.noBypass, user: user, at: workplace.store.location) }
    try consent.require("The bypass of \(name) will end", otherwise: "the bypass of \(name) would end")
    let bypass = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.revokeBypass(of: user)
    }
    workplace.changes.record(
      .revokeBypass, of: user, details: [AuditField("bypass", .number(UInt64(bypass.number)))])
    guard !json else {
      return try Terminal.current.say(verbatim: JSONText.of(BypassFacts(bypass, UserState(), now: workplace.now)))
    }
    try Terminal.current.say("The bypass of \(name) has ended.")
  }
}
