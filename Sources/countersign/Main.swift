import ArgumentParser
import Countersign

/// Parses, runs, and turns whatever happened into messages and an exit code.
@main
enum Main {
  private static let refused = ExitCode(1)
  private static let usedWrongly = ExitCode(2)

  static func main() {
    CommandProcess.prepare()
    do {
      var command = try CountersignCommand.parseAsRoot()
      try command.run()
    } catch let complaint as Complaint {
      Terminal.report(complaint)
      CountersignCommand.exit(withError: refused)
    } catch let code as ExitCode {
      CountersignCommand.exit(withError: code)
    } catch {
      // Help, version and completion scripts come this way too, with exit code 0.
      guard !CountersignCommand.exitCode(for: error).isSuccess else { CountersignCommand.exit(withError: error) }
      Terminal.report(UsageText.complaint(for: error))
      CountersignCommand.exit(withError: usedWrongly)
    }
  }
}
