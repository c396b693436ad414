import ArgumentParser
import Countersign
import Words

/// Makes what a site needs before its first user.
struct DirectoryInitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: said("Make the site key and the entries above all users."),
    usage: "countersign directory init [<options>]",
    discussion: said("""
      Works on the first server of the policy's Directory. What is there already is kept, and nothing is ever \
      replaced, so it may be run again. The schema is loaded where that server is reached by a socket of this machine; \
      for others it says how.

      The rights of hosts and keepers are not changed: --print prints them, with all the rest, and does nothing.
      """))

  @Option(
    help: .said(
      "An address of the provider that takes codes; the first server of the policy unless given.",
      discussion: "Give each address by which hosts know it.", valueName: "url"))
  var decider: [String] = []

  @Flag(help: .said("Print all of it as LDIF, and do nothing."))
  var print = false

  @OptionGroup var keeper: DirectoryKeeperOptions

  @OptionGroup var store: StoreOptions

  func run() throws {
    let site = try DirectorySite(store, keeper)
    let foundation = try DirectoryFoundation(site, deciders: decider)
    if print {
      try Terminal.current.say(verbatim: DirectoryLDIF(foundation).text)
      return
    }
    try foundation.carryOut()
    Terminal.advise("""
      give hosts and keepers their rights (--print shows them), put Store ldap into the policy, and run countersign \
      directory check
      """)
  }
}
