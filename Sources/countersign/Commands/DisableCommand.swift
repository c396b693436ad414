import ArgumentParser
import Countersign
import Words

/// Lets services ask for no code any more.
struct DisableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: said("Let services ask for no code any more, and put back what was there."),
    usage: "countersign disable <service> ... [--yes] [<options>]",
    discussion: said("""
      Takes out what 'countersign enable' has written. A file that has not been touched since becomes what it was, \
      byte for byte; from one that has been, our lines go and theirs come back. A single device is switched off by \
      'countersign disable-device'.
      """))

  @Argument(help: .said("The services."))
  var services: [String]

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: StoreOptions

  func run() throws {
    try Workplace.requireRoot()
    let paths = ServicePaths(store)
    let folder = try ChangeFolder.locked(paths)
    let removal = try ServiceRemoval(services, folder, paths)
    for line in ServiceTexts.differences(removal.files) { try Terminal.current.say(verbatim: line) }
    try consent.require(
      "Logins by \(services.joined(separator: ", ")) will need no code",
      otherwise: "logins by \(services.joined(separator: ", ")) would need no code")
    try PendingChange(paths, store).disable(removal, in: folder, by: Administrator.current())
  }
}
