import ArgumentParser
import Countersign
import ForeignFormats
import Words

/// Takes devices over from other systems.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: said("Take devices over from other systems, without new secrets."),
    usage: "countersign import [<options>] <format> [<file> ...]",
    discussion: said("""
      FORMAT is auto, or one of: \(ImportFormat.allCases.map(\.name).joined(separator: ", ")).

      Every entry is reported by file and line: taken, there already, changed and how, or refused and why. What can \
      be taken is taken, the devices of a user together or not at all; whoever imports a file twice has no device \
      twice. The exit code is 0 only if nothing was refused. The files are left as they are: remove them once the \
      codes are accepted.
      """))

  @Argument(help: .said("The format of the files; auto finds out."))
  var format: ImportFormatArgument

  @Argument(help: .said("The files to read; - is standard input."))
  var files: [String] = []

  @Option(help: .said("Whose the devices are.", valueName: "user"))
  var user: String?

  @Option(
    help: .said(
      "A file with a line for each foreign name or serial number, and behind it the account it means.",
      valueName: "file"))
  var mapUsers: String?

  @Flag(help: .said("Read the file of every account's home, as that user; google-authenticator only."))
  var allHomes = false

  @Flag(help: .said("Keep tokens that are nobody's in the inventory, by serial number."))
  var toInventory = false

  @OptionGroup var unlocking: UnlockOptions

  @OptionGroup var assumed: AssumedOptions

  @Option(help: .said(
    "What keys of pam_u2f are for: its origin. Read from PAM's files and pam_u2f.conf unless given.",
    valueName: "name"))
  var relyingParty: String?

  @Flag(help: .said("Report what would be done, and write nothing."))
  var dryRun = false

  @Flag(help: .said("Print the report as JSON."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func validate() throws {
    guard allHomes || !files.isEmpty else { throw ValidationError(said("Missing expected argument '<files> ...'")) }
    guard !allHomes || (files.isEmpty && user == nil && mapUsers == nil && format.isGoogleAuthenticator) else {
      throw ValidationError(said("--all-homes is for google-authenticator, without files, --user and --map-users."))
    }
    guard files.count(where: { $0 == "-" }) <= 1 else {
      throw ValidationError(said("Standard input can be read once."))
    }
    guard !unlocking.passphraseStdin || !files.contains("-") else {
      throw ValidationError(said("--passphrase-stdin does not go with a list on standard input."))
    }
    guard user == nil || !toInventory else {
      throw ValidationError(said("--user and --to-inventory exclude each other."))
    }
    _ = try keyDefaults()
    guard user == nil || mapUsers == nil else {
      throw ValidationError(said("--user and --map-users exclude each other."))
    }
  }

  private func keyDefaults() throws -> ImportDefaults {
    var defaults = try assumed.defaults()
    guard let party = relyingParty.map({ Array($0.utf8) }) else { return defaults }
    guard SecurityKeyParameters(algorithm: .es256, relyingParty: party, demands: []) != nil else {
      throw ValidationError(
        said("--relying-party takes up to 256 visible ASCII characters, such as pam://example.org."))
    }
    defaults.relyingParty = party
    return defaults
  }

  func run() throws {
    let workplace = try Workplace(store)
    let map = try mapUsers.map { path throws(Complaint) in try UserMap(ImportInput(path)) } ?? UserMap()
    var formats: [ImportFormat] = []
    var read: [ImportedFile] = []
    var others: [ImportFinding] = []
    let inputs = try allHomes ? HomeFiles.read(&others) : files.map { path throws(Complaint) in try ImportInput(path) }
    for input in inputs {
      let format = try format.format(of: input)
      if !formats.contains(format) { formats.append(format) }
      var defaults = try keyDefaults()
      if format == .pamU2F { try PAMU2FSettings.complete(&defaults) }
      let key = try unlocking.key(for: input.need(as: format), of: DisplayText.of(input.name))
      read.append(
        input.read(as: format, ImportContext(
          file: input.name, owner: input.owner, now: workplace.now, key: key, defaults: defaults)))
    }
    let plan = try ImportPlan(
      read, others: others, user: user, map: map, toInventory: toInventory, workplace)
    let report = plan.carryOut(workplace, format: formats.map(\.name).joined(separator: ","), dryRun: dryRun)
    try show(report)
  }

  private func show(_ report: ImportReport) throws(Complaint) {
    if json {
      try Terminal.current.say(verbatim: JSONText.of(report.facts))
    } else {
      for line in report.lines { try Terminal.current.say(verbatim: line) }
    }
    if let complaint = report.complaint { throw complaint }
  }
}
