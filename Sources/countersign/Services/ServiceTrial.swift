import Countersign
import LoginStacks
import Words

/// Tries the services of a preparation through libpam, and refuses what would let somebody in or nobody.
struct ServiceTrial {
  private let preparation: ServicePreparation
  private let user: UserName

  /// - Parameter survey: one of those whom the style is for is the one who logs in; a trial has devices of its own.
  init(_ preparation: ServicePreparation, _ survey: AdministratorSurvey) throws(Complaint) {
    guard let user = AdministratorSurvey.typical(try survey.subjects(of: preparation.style)) else {
      throw Complaint("no administrator has a device that counts", hint: "countersign enroll NAME first")
    }
    self.preparation = preparation
    self.user = user
  }

  func run() throws(Complaint) {
    let signals = try Complaint.attempting("cannot hold signals back") { () throws(SystemFailure) in try HeldSignals() }
    for service in preparation.services {
      for origin in TrialOrigin.all(to: service.name, by: user, preparation.style) {
        let trial = StackTrial(service: service.name, files: service.files, user: user, origin: origin)
        let report = try trial.run(signals)
        for line in TrialTable(report).lines { try Terminal.current.say(verbatim: line) }
        try Terminal.current.say()
        try ServiceTrial.check(report, DisplayText.of(Array(service.name.utf8)))
      }
    }
  }

  private static func check(_ report: TrialReport, _ service: String) throws(Complaint) {
    switch report.judgement {
    case .sound: return
    case .letsIn:
      throw Complaint("the trial of \(service) let somebody in who must not be; nothing was changed",
        hint: "look at the lines of the table, and at the modules in the file that are not Countersign's")
    case .nobodyGetsIn:
      throw Complaint("the trial of \(service) let nobody in; nothing was changed",
        hint: "look at the lines of the table; countersign policy check shows what the policy says")
    case .cannotRun(let complaint):
      throw Complaint(
        "\(service) cannot be tried: \(complaint.error); nothing was changed",
        hint: Message(verbatim: complaint.hint))
    }
  }
}
