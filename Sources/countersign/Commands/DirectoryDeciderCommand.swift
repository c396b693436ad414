import ArgumentParser
import Countersign
import Words

/// Shows and moves who takes codes.
struct DirectoryDeciderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decider", abstract: said("Show or move which provider takes codes."),
    usage: "countersign directory decider [<options>]",
    discussion: said("""
      Of providers that copy each other one alone takes codes, or a code could count twice. Without an option, shows \
      who each server of the policy says that is.

      --move is for two that work: the old one stops, what it has taken arrives at the new one, and that decides. For \
      about seven seconds nobody gets in by a code. Interrupted, it goes on when it is run again.

      --takeover is for an old one that has failed. Keep it from its hosts first, for good: what it still took could \
      be taken again. Codes of before the takeover count no more.

      Give an option more than once for a provider that hosts know by several addresses.
      """))

  @Option(help: .said("Move the decision to this provider.", valueName: "url"))
  var move: [String] = []

  @Option(help: .said("Let this provider decide, after the one that did has failed.", valueName: "url"))
  var takeover: [String] = []

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var keeper: DirectoryKeeperOptions

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard move.isEmpty || takeover.isEmpty else {
      throw ValidationError(said("--move and --takeover exclude each other."))
    }
  }

  func run() throws {
    let site = try DirectorySite(store, keeper)
    guard !move.isEmpty || !takeover.isEmpty else { return try show(site) }
    let target = try DecisionTarget(move.isEmpty ? takeover : move, site)
    let hasChanged =
      move.isEmpty
      ? try DecisionTakeover(site: site, target: target, consent: consent).carryOut()
      : try DecisionMove(site: site, target: target).carryOut()
    let names = DeciderName.text(target.names)
    guard hasChanged else { return try Terminal.current.say("\(names) decides already.") }
    ChangeLog(site.location).record(
      move.isEmpty ? .takeOver : .moveDecision, of: nil,
      details: [AuditField("decider", .foreign(target.names.first ?? []))])
    try Terminal.current.say("\(names) decides now.")
  }

  private func show(_ site: DirectorySite) throws {
    let servers = site.settings.servers.map { DirectoryServerFacts.ask($0, of: site) }
    for line in DecisionText(servers: servers, login: site.settings.login).lines {
      try Terminal.current.say(verbatim: line)
    }
    guard servers.contains(where: \.decides) else { throw ExitCode(1) }
  }
}
