import Countersign
import LoginStacks
import Words

/// Tries the stacks of this machine's services, as `countersign try` does.
struct TrialProbe {
  struct Trials {
    var checks: [TrialCheck] = []
    /// What was not tried, with the reason.
    var untried: [String] = []
  }

  /// Those who could be the ones who log in; a trial asks for a device of its own.
  private let people: [UserName]

  /// - Parameter known: accounts of this machine, where it could be found out which there are.
  init(_ options: StoreOptions, _ known: DoctorPeople?) {
    let root = DoctorPeople.root.map { [$0] } ?? []
    let able = try? TrialProbe.administrators(options)
    let names = (able ?? []) + (known?.administrators ?? []) + root + (known?.enrolled ?? [])
    people = names.filter { UserDatabase.account(named: $0).isFound }
  }

  private static func administrators(_ options: StoreOptions) throws(Complaint) -> [UserName] {
    try AdministratorSurvey(try Workplace(options), caller: try Administrator.current().name).able
  }

  /// With signals held back, so that the trial's folder is taken away whatever comes.
  ///
  /// - Throws: when a signal came; it then ends the process.
  func trials(of stacks: [ServiceStack]) throws(Complaint) -> Trials {
    let signals = try Complaint.attempting("cannot hold signals back") { () throws(SystemFailure) in try HeldSignals() }
    var trials = Trials()
    var done: [(subject: TrialSubject, report: TrialReport)] = []
    for stack in stacks {
      guard let user = user(of: stack.stack) else {
        let groups = TrialSubject.groups(of: stack.stack).joined(separator: ", ")
        trials.untried.append(said("who gets in by \(stack.service): nobody is in the group \(groups)"))
        continue
      }
      for origin in TrialOrigin.all(to: stack.service, by: user, TrialSubject.style(of: stack.stack)) {
        let subject = TrialSubject(stack.stack, origin)
        if let known = done.first(where: { $0.subject == subject && $0.report.user == user }) {
          trials.checks.append(TrialCheck(service: stack.service, report: known.report))
          continue
        }
        let trial = StackTrial(service: stack.service, files: stack.files, user: user, origin: origin)
        let report = try trial.run(signals)
        done.append((subject, report))
        trials.checks.append(TrialCheck(service: stack.service, report: report))
      }
    }
    return trials
  }

  /// Somebody who is asked for a code by the stack.
  private func user(of stack: AuthStack) -> UserName? {
    let groups = TrialSubject.groups(of: stack).map { Array($0.utf8) }
    guard !groups.isEmpty else { return AdministratorSurvey.typical(people) }
    let listed = groups.flatMap { ((try? UserDatabase.group(named: $0)) ?? nil)?.members ?? [] }
    return AdministratorSurvey.typical((people + listed).filter { isMember($0, groups) })
  }

  private func isMember(_ user: UserName, _ groups: [[UInt8]]) -> Bool {
    UserDatabase.account(named: user).isFound
      && (try? UserDatabase.groups(of: user, among: groups))?.count == groups.count
  }
}
