import ArgumentParser
import Countersign
import Words

/// Puts a new site key in place of the old one, step by step.
struct DirectoryRotateKeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate-key", abstract: said("Change the key under which a site seals its users."),
    usage: "countersign directory rotate-key [<options>]",
    discussion: said("""
      Nobody notices: devices, recovery codes and counters stay as they are, and logins go on meanwhile. All hosts \
      have the same key, so it changes in four steps. After each but the third, copy site.key to every host of the \
      site before you go on:

        --add          makes a new key, which opens and does not seal yet
        --use KEY      seals under that key from now on; the old one still opens
        --seal         seals all users anew; run it again after an interruption
        --drop KEY     takes the old key away

      Without an option, shows the keys of this host and how many users are under each. A copy of the directory opens \
      only with the key of its time.
      """))

  @Flag(help: .said("Make a new key and put it behind the one that is there."))
  var add = false

  @Option(help: .said("Seal under this key of the two from now on.", valueName: "key"))
  var use: String?

  @Flag(help: .said("Seal all users anew who are not under the first key."))
  var seal = false

  @Option(help: .said("Take this key away, if nobody is under it.", valueName: "key"))
  var drop: String?

  @Flag(help: .said("Print JSON, where users are looked at."))
  var json = false

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var keeper: DirectoryKeeperOptions

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard [add, use != nil, seal, drop != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError(said("--add, --use, --seal and --drop exclude each other."))
    }
  }

  func run() throws {
    let site = try DirectorySite(store, keeper)
    let steps = SiteKeySteps(site: site, login: try keeper.login(), consent: consent)
    if add { return try steps.add() }
    if let use { return try steps.use(use) }
    if let drop { return try steps.drop(drop) }
    let facts = seal ? try steps.seal(isQuiet: json) : try steps.look()
    if json {
      try Terminal.current.say(verbatim: JSONText.of(facts))
    } else {
      for line in SiteKeyText(facts).lines { try Terminal.current.say(verbatim: line) }
      if let next = SiteKeyText(facts).next { Terminal.advise(next) }
    }
    guard facts.isSound else { throw ExitCode(1) }
  }
}
