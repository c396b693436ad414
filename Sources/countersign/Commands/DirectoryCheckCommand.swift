import ArgumentParser
import Countersign
import Words

/// Asks each server whether it serves this host as it should.
struct DirectoryCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: said("Look whether the directory serves this host as it should."),
    usage: "countersign directory check [<options>]",
    discussion: said("""
      Asks each server of the policy in turn, as a login would: whether it answers and proves who it is, takes this \
      host for one of its hosts, has the entries, decides, and what this host may change there. Then it looks at the \
      site key, and whether a record opens under it. Changes nothing. Exit code 0 means that nothing failed.
      """))

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var keeper: DirectoryKeeperOptions

  @OptionGroup var store: StoreOptions

  func run() throws {
    let site = try DirectorySite(store, keeper)
    let diagnosis = DirectoryExamination(site: site, now: try Workplace.time()).diagnosis()
    if json {
      try Terminal.current.say(verbatim: JSONText.of(DiagnosisFacts(diagnosis)))
    } else {
      for line in DiagnosisText(diagnosis).lines { try Terminal.current.say(verbatim: line) }
    }
    guard diagnosis.isSound else { throw ExitCode(1) }
  }
}
