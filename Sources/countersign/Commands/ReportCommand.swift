import ArgumentParser
import Countersign
import Words

/// Shows how a host stands: who is enrolled, who is missing, and what wants attention.
struct ReportCommand: LookingCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: said("Show who is missing, what is unused or locked, and what has been granted."),
    usage: "countersign report [<options>]",
    discussion: said("""
      Enrolled users alone are shown by 'countersign list'. Somebody is missing whom the policy asks for a code when \
      they log in by the service from anywhere, and who has no device.
      """))

  @Option(help: .said("For which PAM service the policy is asked.", valueName: "service"))
  var service = "sshd"

  @Option(
    help: .said("After how long a device that is not used is shown, such as 30d or 12h.", valueName: "duration"))
  var unusedFor = DurationArgument(seconds: 90 * 86_400)

  @Flag(help: .said("Print JSON, with everybody who is enrolled."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let service = Array(self.service.utf8)
    let policy = try workplace.policy()
    let survey = try Complaint.attempting("cannot list the accounts") { () throws(SystemFailure) in
      try AccountSurvey(policy, service: service, now: workplace.now)
    }
    let report = try HostReport(
      workplace.store, survey, policy, now: workplace.now, unusedFor: unusedFor.seconds, listsEnrolled: json)
    if json {
      let facts = ReportFacts(report, survey, policy, service: service)
      try facts.object.write(Terminal.current.write(verbatim:))
      try Terminal.current.say()
    } else {
      let text = ReportText(report, survey, policy, service: service, unusedFor: unusedFor.seconds)
      for line in text.lines { try Terminal.current.say(verbatim: line) }
    }
    for failure in report.failures { Terminal.report(failure) }
    if !report.failures.isEmpty { throw ExitCode(1) }
  }
}
