import Countersign
import Words

extension PolicySurroundings {
  /// What this machine knows that a policy is checked against.
  ///
  /// - Parameter unchecked: gets in words what could not be found out; without root that is who is enrolled.
  init(of policy: Policy, _ options: StoreOptions, now: UInt64, unchecked: inout [String]) {
    today = (try? LocalTime.moment(at: now))?.date
    for name in policy.groupNames {
      do throws(SystemFailure) {
        if try !UserDatabase.hasGroup(named: name) { missingGroups.append(name) }
      } catch {
        unchecked.append(said("whether there is a group \(DisplayText.of(name)): \(Complaint.meaning(error))"))
      }
    }
    unfitCommands = policy.commands.compactMap { command in
      ProgramFlaw(of: command.path).map { (command, $0) }
    }
    guard let root = UserName(Array("root".utf8)) else { return }
    rootGroups = (try? UserDatabase.groups(of: root, among: policy.groupNames)) ?? []
    guard UserDatabase.effectiveUser == 0 else {
      unchecked.append(said("who is enrolled, which only root may know; with sudo that is looked at, too"))
      return
    }
    do throws(Complaint) {
      let workplace = try Workplace(options)
      rootIsEnrolled = try workplace.storedRecord(of: root)?.isEnrolled ?? false
      if policy.needsMoment { unenrolled = try PolicySurroundings.refused(by: policy, workplace) }
    } catch {
      unchecked.append(said("who is enrolled: \(error.error)"))
    }
  }

  /// How many people are not enrolled whom the policy refuses for that when they come by sshd.
  private static func refused(by policy: Policy, _ workplace: borrowing Workplace) throws(Complaint) -> Int {
    let survey = try Complaint.attempting("cannot list the accounts") { () throws(SystemFailure) in
      try AccountSurvey(policy, service: Array("sshd".utf8), now: workplace.now)
    }
    var count = 0
    for person in survey.people {
      guard case .now = person.need(moment: survey.moment) else { continue }
      if try workplace.storedRecord(of: person.name)?.isEnrolled != true { count += 1 }
    }
    return count
  }
}
