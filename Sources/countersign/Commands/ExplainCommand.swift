import ArgumentParser
import Countersign
import Words

/// Says what a login would come to, and which line of the policy decides.
struct ExplainCommand: LookingCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: said("Say what a login would come to, and why."),
    usage: "countersign explain <user> --service <service> [<options>]",
    discussion: said("""
      Nobody is asked and nothing is changed. The policy, the user's devices and what the helpdesk has granted are \
      looked at just as a login does. What other modules of the service ask for is not known here.
      """))

  /// What `--key` takes.
  enum Key: String, ExpressibleByArgument {
    case sk, any, none
  }

  @Argument(help: .said("The user who logs in; with sudo, the one who calls it."))
  var user: String

  @Option(help: .said("The PAM service, such as sshd or sudo."))
  var service: String

  @Option(help: .said("The address that the login comes from.", valueName: "address"))
  var from: String?

  @Option(help: .said("The terminal, such as tty1 or pts/3.", valueName: "name"))
  var tty: String?

  @Option(help: .said("The key that sshd has verified before: sk, any or none.", valueName: "kind"))
  var key = Key.none

  @Option(help: .said("Who calls su or sudo, where the policy says 'WhoseFactor caller'.", valueName: "user"))
  var caller: String?

  @Option(
    help: .said(
      "When: '2027-02-01 08:30' by this machine's clock, or 2027-02-01T08:30Z; now unless given.", valueName: "time"))
  var at: TimeArgument?

  @Flag(help: .said("As if the service's PAM line had nullok."))
  var nullok = false

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard (1...64).contains(service.utf8.count) else {
      throw ValidationError(said("The name of a service has 1 to 64 bytes."))
    }
  }

  func run() throws {
    try Workplace.requireRoot()
    let location = Workplace.location(store)
    let now = try at?.seconds ?? Workplace.time()
    let session = Session(
      location: location, policy: .file(admitsUnenrolled: nullok), options: SessionOptions(),
      clock: { () throws(SystemFailure) in now })
    let request = LoginRequest(
      user: try Workplace.name(user), service: Array(service.utf8), address: from.map { Array($0.utf8) },
      terminal: tty.map { Array($0.utf8) } ?? (from != nil && service == "sshd" ? Array("ssh".utf8) : nil),
      key: verifiedKey, caller: caller.map { Array($0.utf8) })
    if let from, request.numericAddress == nil {
      Terminal.warn("\(DisplayText.of(Array(from.utf8))) is no address; what is no number counts as an unknown place")
    }
    let explanation = Explanation(request, session.preview(request), at: location, now: now)
    guard !json else { return try Terminal.current.say(verbatim: JSONText.of(ExplanationFacts(explanation))) }
    for line in ExplanationText(explanation).lines { try Terminal.current.say(verbatim: line) }
  }

  private var verifiedKey: VerifiedKey {
    switch key {
    case .sk: .securityKey
    case .any: .ordinary
    case .none: .none
    }
  }
}
