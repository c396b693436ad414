import ArgumentParser
import Countersign
import Words

/// Moves users between the files of this host and the directory.
struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: said("Move users into the directory, or out of it."),
    usage: "countersign migrate --to <store> [<options>] [<user> ...]",
    discussion: said("""
      Users keep their devices, recovery codes and counters, and what was used stays used. They may log in meanwhile; \
      of one who is just being moved a login waits, or is refused. Interrupted, it goes on when it is run again with \
      the same words. What was written is read back and compared before the other place lets go of it.

      Out of the directory users come into the files of this host alone: no other host knows them then.
      """))

  @Option(help: .said("Where to.", valueName: "store"))
  var to: MigrationDestination

  @Argument(help: .said("The users to move."))
  var user: [String] = []

  @Flag(help: .said("Move all users who are in the other store."))
  var all = false

  @Flag(help: .said("Say what would be done, and do nothing."))
  var dryRun = false

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var keeper: DirectoryKeeperOptions

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard user.isEmpty == all else { throw ValidationError(said("Name users, or give --all.")) }
  }

  func run() throws {
    let site = try DirectorySite(store, keeper)
    guard to == .files || site.usesDirectory else {
      throw Complaint(
        "the policy has no Store ldap, and whoever is moved now would not be known to this host any more",
        hint: "put Store ldap into the policy first; who is in the files is still looked after there")
    }
    let names = try user.map { (text) throws(Complaint) in try Workplace.name(text) }
    let run = MigrationRun(site: site, destination: to, login: try keeper.login(), isRehearsal: dryRun)
    let facts = try run.carryOut(all ? nil : names, telling: !json)
    if json {
      try Terminal.current.say(verbatim: JSONText.of(facts))
    } else {
      try Terminal.current.say(verbatim: MigrationText.summary(facts))
    }
    guard facts.failed == 0, facts.stopped == nil else { throw ExitCode(1) }
  }
}
