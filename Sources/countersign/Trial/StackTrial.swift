import CTrialLogin
import Countersign
import LoginStacks
import Words

/// Tries a stack before people have to use it: real logins through libpam, with the real module, by files and with a
/// store of their own. Nothing that people use is read but the policy, and nothing of it is changed.
struct StackTrial {
  let service: String
  /// The PAM files as they would be, by name, those that the service includes among them.
  let files: [String: PAMFile]
  /// Whose login it is: an account of this machine.
  let user: UserName
  var origin = TrialOrigin()
  /// The file of our module, where it is not yet the one that the stack names.
  var module: String?
  /// What carries each login out.
  var program = TrialLogin.thisProgram

  /// Tries all scenarios.
  ///
  /// - Parameter signals: one that comes meanwhile ends the trial between two logins.
  /// - Throws: when a signal came.
  func run(_ signals: borrowing HeldSignals) throws(Complaint) -> TrialReport {
    let stack = AuthStack(service: service, files: files)
    guard !stack.ours.isEmpty else {
      return report(unable: Complaint(
        "no auth line of \(service) calls pam_countersign.so", hint: "countersign enable \(service) writes it"))
    }
    guard let directory = ModuleDirectory.found() else {
      return report(unable: Complaint(
        "Linux-PAM's module \(TrialFiles.standIn) is not installed, which stands in for others",
        hint: "install it: it comes with libpam-modules on Debian and with pam on Fedora"))
    }
    let files = TrialFiles(stack, self.files, directory, module: module)
    do throws(Complaint) {
      return try run(files, signals)
    } catch {
      if signals.isOneWaiting { throw error }
      return report(unable: error)
    }
  }

  private func run(_ files: TrialFiles, _ signals: borrowing HeldSignals) throws(Complaint) -> TrialReport {
    let scratch = try TrialScratch()
    let foresight = try TrialForesight(self, files, scratch)
    let runner = TrialRunner(
      service: service, files: files, user: user, origin: origin, owner: foresight.owner, policy: foresight.policy,
      program: program)
    let plan = TrialPlan(files)
    let first = origin.hasKey ? FirstFactor.key : plan.firstFactors.isEmpty ? .none : .password
    var outcomes: [TrialOutcome] = []
    for scenario in TrialScenario.allCases where first == .password || !scenario.isWithoutFirstFactor {
      var results: [(result: TrialResult, way: String?)] = []
      for attempt in plan.attempts(for: scenario) {
        guard !signals.isOneWaiting else { throw Complaint("interrupted", hint: "nothing was changed") }
        results.append((try runner.run(attempt, in: scratch), attempt.way))
      }
      let expectation = TrialExpectation(scenario, first, foresight)
      outcomes.append(expectation.outcome(of: scenario, results))
    }
    return TrialReport(
      service: service, user: user, origin: origin, firstFactor: first, outcomes: outcomes,
      remarks: TrialRemarks(files, foresight).lines, judgement: TrialJudgement(outcomes))
  }

  private func report(unable complaint: Complaint) -> TrialReport {
    TrialReport(
      service: service, user: user, origin: origin, firstFactor: origin.hasKey ? .key : .password, outcomes: [],
      remarks: [], judgement: .cannotRun(complaint))
  }
}
