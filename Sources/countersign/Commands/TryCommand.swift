import ArgumentParser
import Countersign
import LoginStacks
import Words

/// Tries the PAM stack of a service with logins that are none.
struct TryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try", abstract: said("Try a service's PAM stack, and say who gets in."),
    usage: "countersign try <service> [<options>]",
    discussion: said("""
      Runs logins through libpam by a copy of the service's PAM files, with the real module and a store of its own: \
      right codes, wrong ones, none, Ctrl-C, and a machine on which something is broken. Other modules that check a \
      password are stood in for, so that nobody has to type one. Nobody is logged in, and nothing that people use is \
      changed. Exits with 0 only where the stack is sound.
      """))

  @Argument(help: .said("The PAM service, such as sshd or sudo."))
  var service: String

  @Option(help: .said("Whose login it is; the one who runs this unless given."))
  var user: String?

  @Option(help: .said("The address that the login comes from; for sshd 127.0.0.1.", valueName: "address"))
  var from: String?

  @Flag(help: .said("As if sshd had verified a public key before."))
  var key = false

  @Option(help: .said("Who calls su or sudo; for sudo the user.", valueName: "user"))
  var caller: String?

  @Option(help: .said("Take PAM files from this directory before those of /etc/pam.d.", valueName: "dir"))
  var pamDir: String?

  @Flag(help: .said("Print JSON."))
  var json = false

  func validate() throws {
    guard (1...64).contains(service.utf8.count), !service.contains("/") else {
      throw ValidationError(said("The name of a service has 1 to 64 bytes and no slash."))
    }
  }

  func run() throws {
    try Workplace.requireRoot()
    let user = try self.user.map(Workplace.name) ?? Administrator.current().name
    let trial = StackTrial(service: service, files: try files(), user: user, origin: try origin(user))
    let report = try report(trial)
    if json {
      try Terminal.current.say(verbatim: JSONText.of(TrialFacts(report)))
    } else {
      for line in TrialTable(report).lines { try Terminal.current.say(verbatim: line) }
    }
    if let complaint = complaint(report.judgement) { throw complaint }
  }

  private func complaint(_ judgement: TrialJudgement) -> Complaint? {
    let name = DisplayText.of(Array(service.utf8))
    return switch judgement {
    case .sound: nil
    case .letsIn:
      Complaint(
        "\(name) lets people in who must be refused",
        hint: "put the line of pam_countersign.so where pam_countersign(8) says, with required")
    case .nobodyGetsIn:
      Complaint("nobody gets in by \(name)", hint: "look at the lines of its PAM file behind pam_countersign.so")
    case .cannotRun(let complaint): complaint
    }
  }

  /// With signals held back, so that the trial's folder is taken away whatever comes.
  private func report(_ trial: StackTrial) throws(Complaint) -> TrialReport {
    let signals = try Complaint.attempting("cannot hold signals back") { () throws(SystemFailure) in try HeldSignals() }
    return try trial.run(signals)
  }

  private func files() throws(Complaint) -> [String: PAMFile] {
    guard let stack = try StackFiles.stack(of: service, firstIn: pamDir) else {
      throw Complaint(
        "there is no PAM file of a service \(DisplayText.of(Array(service.utf8)))",
        hint: "ls /etc/pam.d shows the names")
    }
    return stack.files
  }

  private func origin(_ user: UserName) throws(Complaint) -> TrialOrigin {
    var origin = TrialOrigin(to: service, by: user, from: "127.0.0.1")
    if let from { origin.address = from }
    if let caller { origin.caller = try Workplace.name(caller) }
    return key ? origin.afterKey : origin
  }
}
