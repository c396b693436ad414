import ArgumentParser
import Countersign
import Words

/// Looks a policy file through.
struct PolicyCheckCommand: LookingCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: said("Look a policy file through for errors and traps."),
    discussion: said("""
      With an error nobody is let in. A warning is about a line that may do something else than it seems to. Exit code \
      0 means no errors. Needs no root for a file that can be read; root is told more, about who is enrolled.
      """))

  @Argument(help: .said("The file; the one that holds on this machine unless given."))
  var file: String?

  @Flag(help: .said("Exit with 1 for warnings, too."))
  var strict = false

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let location = Workplace.location(store)
    let name = file ?? StorePaths(location, nil)[.policy]
    guard let text = try PolicyText.content(of: name, mayBeMissing: file == nil) else { return try sayNone(name) }
    if file == nil, UserDatabase.effectiveUser == 0 { try checkFile(location) }
    let now = try Workplace.time()
    let check = try PolicyCheck(name: DisplayText.of(Array(name.utf8)), text: text) { (policy) throws(Complaint) in
      var unchecked: [String] = []
      let surroundings = PolicySurroundings(of: policy, store, now: now, unchecked: &unchecked)
      return (surroundings, unchecked)
    }
    if json {
      try Terminal.current.say(verbatim: JSONText.of(PolicyCheckFacts(check)))
    } else {
      for line in PolicyCheckText(check).lines { try Terminal.current.say(verbatim: line) }
    }
    if check.errors > 0 || (strict && check.warnings > 0) { throw ExitCode(1) }
  }

  private func sayNone(_ name: String) throws(Complaint) {
    let shown = DisplayText.of(Array(name.utf8))
    guard !json else { return try Terminal.current.say(verbatim: JSONText.of(PolicyCheckFacts(none: shown))) }
    try Terminal.current.say("\(shown): there is no such file. Those who are enrolled are asked.")
  }

  /// Who may write the file, and what it is, counts for logins as much as what is in it.
  private func checkFile(_ location: StoreLocation) throws(Complaint) {
    do throws(StoreFailure) { _ = try Policy.ofHost(location) } catch {
      if case .malformedPolicy = error { return }
      if error == .unfit(.policy, .empty) { return }
      throw Complaint(error, user: nil, at: location)
    }
  }
}
