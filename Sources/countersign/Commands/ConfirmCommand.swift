import ArgumentParser
import Countersign
import Words

/// Keeps a change of services.
struct ConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm", abstract: said("Keep what 'countersign enable' has changed."),
    discussion: said("""
      To be run by somebody who has logged in with a code since, by each of the services that were changed: that \
      shows that it works. Log in by ssh from another terminal, and run it there with sudo.
      """))

  @Option(
    help: .said(
      "Keep it though nobody has logged in by this service yet; may be given more than once.", valueName: "service"))
  var untried: [String] = []

  @OptionGroup var store: StoreOptions

  func run() throws {
    try Workplace.requireRoot()
    try PendingChange(ServicePaths(store), store).confirm(untried: untried)
  }
}
