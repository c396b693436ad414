import ArgumentParser
import CTrialLogin
import Countersign
import FoundationEssentials
import Words

/// Parses, runs, and turns whatever happened into messages and an exit code.
@main
enum Main {
  private static let refused = ExitCode(1)
  private static let usedWrongly = ExitCode(2)

  static func main() {
    if CommandLine.arguments.first == TrialLogin.programName { TrialLogin.carryOut() }
    CommandProcess.prepare()
    do {
      try Complaint.attempting("a standard stream is closed, and nothing could take its place") {
        () throws(SystemFailure) in try CommandProcess.openStreams()
      }
      chooseLanguage()
      var command = try CountersignCommand.parseAsRoot()
      try run(&command)
    } catch let complaint as Complaint {
      Terminal.report(complaint)
      CountersignCommand.exit(withError: refused)
    } catch let code as ExitCode {
      CountersignCommand.exit(withError: code)
    } catch {
      // Help, version and completion scripts come this way too, with exit code 0.
      guard !CountersignCommand.exitCode(for: error).isSuccess else { succeed(error) }
      Terminal.report(UsageText.complaint(for: error))
      CountersignCommand.exit(withError: usedWrongly)
    }
  }

  private static func run(_ command: inout any ParsableCommand) throws {
    do { try command.run() } catch let complaint as Complaint {
      guard complaint.isUnread, let looking = command as? any LookingCommand, looking.onlyLooks else { throw complaint }
      throw refused
    }
  }

  private static func succeed(_ error: any Error) -> Never {
    guard let help = HelpText.translated(error, columns: Terminal.current.window.columns) else {
      CountersignCommand.exit(withError: error)
    }
    try? Terminal.current.say(verbatim: help)
    CountersignCommand.exit()
  }

  /// What programs read is English, whoever has started them; so is all where a terminal may not show other letters.
  private static func chooseLanguage() {
    let isForPrograms = CommandLine.arguments.contains("--json")
    guard !isForPrograms, Terminal.current.isUTF8 else { return }
    Words.use(Language(environment: ProcessInfo.processInfo.environment))
  }
}
