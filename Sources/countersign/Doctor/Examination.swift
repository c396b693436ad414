import Countersign
import LoginStacks
import Words

/// Goes through all checks, one group after another. Each group that fails to find something out says so and lets the
/// others go on.
struct Examination {
  private let options: StoreOptions
  private let location: StoreLocation
  /// The services that were asked for; none for all that ask for a code, and sshd and sudo.
  private let wanted: [String]
  private let now: UInt64
  private let isRoot: Bool
  private let question: DoctorQuestion

  private(set) var diagnosis = Diagnosis()
  private var stacks: [ServiceStack] = []
  private var survey: StoreSurvey?
  private var people: DoctorPeople?

  init(_ options: StoreOptions, services: [String]) throws(Complaint) {
    self.options = options
    location = Workplace.location(options)
    wanted = services
    now = try Workplace.time()
    isRoot = UserDatabase.effectiveUser == 0
    question = DoctorQuestion(location, now: now)
  }

  /// - Parameter isFixing: whether to put right first what can be.
  mutating func run(isFixing: Bool) throws(Complaint) {
    if isFixing { diagnosis.repairs = StoreRepair(location).run() }
    let store = storeFindings()
    do { people = try DoctorPeople(enrolled: survey?.enrolled ?? []) } catch {
      diagnosis.leaveOut("accounts and groups: \(Complaint.meaning(error))")
    }
    try checkStacks()
    checkModule()
    checkSSHD()
    checkSudo()
    diagnosis.add("Store", store)
    checkPeople()
    checkClock()
    checkSystem()
  }

  // MARK: Services

  private func isWanted(_ service: String) -> Bool { wanted.isEmpty || wanted.contains(service) }

  private mutating func checkStacks() throws(Complaint) {
    let names = wanted.isEmpty ? try StackFiles.services() : wanted
    let shadow = HostFile.text(of: "/etc/shadow")
    if shadow == nil { diagnosis.leaveOut("accounts without a password, which only root may see") }
    let empty = shadow.map(EmptyPasswords.names) ?? []
    var findings: [Finding] = []
    for name in names {
      do throws(Complaint) {
        guard let stack = try StackFiles.stack(of: name) else {
          guard !wanted.isEmpty else { continue }
          throw Complaint("there is no PAM service \(name)", hint: "ls /etc/pam.d shows those there are")
        }
        let interest: StackCheck.Interest =
          !wanted.isEmpty ? .named : ["sshd", "sudo"].contains(name) ? .usual : .none
        stacks.append(stack)
        findings += StackCheck(stack: stack, interest: interest, withoutPassword: empty).findings
      } catch {
        guard wanted.isEmpty else { throw error }
        diagnosis.leaveOut("the PAM service \(name): \(error.error)")
      }
    }
    findings = pendingFindings() + findings
    findings += trialFindings()
    diagnosis.add("Services", findings)
  }

  private mutating func pendingFindings() -> [Finding] {
    guard isRoot else {
      diagnosis.leaveOut("whether a change of services waits to be confirmed, which only root may see")
      return []
    }
    do throws(Complaint) {
      return try PendingChangeProbe.check(ServicePaths(options), now: now).findings
    } catch {
      return [.fail("pending-change", Message(verbatim: error.error), cure: Message(verbatim: error.hint))]
    }
  }

  private mutating func trialFindings() -> [Finding] {
    let asking = stacks.filter { !$0.ours.isEmpty && !$0.stack.isBroken }
    guard !asking.isEmpty else { return [] }
    guard isRoot else {
      diagnosis.leaveOut("who gets in when logins are tried, which only root may do")
      return []
    }
    do throws(Complaint) {
      let trials = try TrialProbe(options, people).trials(of: asking)
      trials.untried.forEach { diagnosis.leaveOut(Message(verbatim: $0)) }
      return trials.checks.map(\.finding)
    } catch {
      diagnosis.leaveOut("who gets in when logins are tried: \(error.error)")
      return []
    }
  }

  private func asksForCode(_ service: String) -> Bool {
    let known = stacks.first { $0.service == service } ?? (try? StackFiles.stack(of: service)).flatMap { $0 }
    return known.map { !$0.ours.isEmpty } ?? false
  }

  private mutating func checkModule() {
    var named: [(module: String, services: [String])] = []
    for stack in stacks {
      for module in Set(stack.ours.map(\.module)).sorted() {
        if let index = named.firstIndex(where: { $0.module == module }) {
          named[index].services.append(stack.service)
        } else {
          named.append((module, [stack.service]))
        }
      }
    }
    var findings = ModuleProbe.check(named: named).findings
    if isRoot {
      let isAskingSSHD = isWanted("sshd") && asksForCode("sshd") && Program.find("sshd") != nil
      findings += ProgramProbe.findings(location, isAskingSSHD: isAskingSSHD)
    }
    diagnosis.add("Module", findings)
  }

  private mutating func checkSSHD() {
    guard isWanted("sshd"), asksForCode("sshd") else { return }
    guard isRoot, let people else { return diagnosis.leaveOut("what sshd would do for whom, which only root may ask") }
    guard Program.find("sshd") != nil else { return diagnosis.leaveOut("sshd, which is not on this machine") }
    let sources = SSHDProbe.sources
    var findings = SSHDDropInCheck(sources: sources, own: SSHDProbe.dropIns).findings
    do throws(Complaint) {
      try SSHDSettings.check()
      let logins = try SSHDProbe.logins(people, sources, question)
      let services = Set(logins.map(\.service)).filter { !asksForCode($0) }
      findings += SSHDLoginCheck(logins: logins, sources: sources, services: services.sorted()).findings
    } catch {
      findings.append(.fail("sshd-configuration", Message(verbatim: error.error), cure: Message(verbatim: error.hint)))
    }
    diagnosis.add("sshd", findings)
  }

  private mutating func checkSudo() {
    guard isWanted("sudo") || isWanted("sudo-i") else { return }
    guard isRoot, let people else { return diagnosis.leaveOut("what sudo would do for whom, which only root may ask") }
    do throws(Complaint) {
      guard let users = try SudoProbe.users(people, question) else { return }
      // Settings of sudo matter for those whom it asks for a code.
      diagnosis.add("sudo", SudoCheck(users: users.filter { asksForCode($0.service) }).findings)
    } catch {
      diagnosis.add("sudo", [.fail("sudo", Message(verbatim: error.error), cure: Message(verbatim: error.hint))])
    }
  }

  // MARK: Store and people

  private mutating func storeFindings() -> [Finding] {
    guard isRoot else {
      diagnosis.leaveOut("store, policy and audit file, which only root may see")
      return []
    }
    var unreadable: [String] = []
    let tree = StoreTreeProbe.tree(location, unreadable: &unreadable)
    unreadable.forEach { diagnosis.leaveOut(Message(verbatim: $0)) }
    var findings = StoreFilesCheck(tree: tree).findings
    findings += [DirectoryPasswordProbe.check(location)?.finding].compactMap { $0 }
    let isTreeSound = findings.allSatisfy { $0.grade == .ok }
    do throws(Complaint) {
      let workplace = try Workplace(options)
      let survey = try StoreSurvey(workplace.store, now: now)
      self.survey = survey
      findings += survey.records.findings + RotationProbe.check(location).findings
      findings += KeyCopiesProbe.check(location).findings
      findings += [KeyCopiesProbe.checkSiteKey(location)?.finding].compactMap { $0 }
      findings += AuditProbe.check(location).findings
    } catch {
      // The same has been told of its file.
      if isTreeSound {
        findings.append(.fail("store", Message(verbatim: error.error), cure: Message(verbatim: error.hint)))
      }
      diagnosis.leaveOut("what is in the store, as it cannot be opened")
    }
    return findings + DiskProbe.check(location).findings
  }

  private mutating func checkPeople() {
    guard isRoot else { return }
    var findings = PolicyFileProbe.check(options, now: now).findings
    do throws(Complaint) {
      let workplace = try Workplace(options)
      findings += try PeopleProbe.check(workplace.store, try workplace.policy(), now: now).findings
    } catch {
      diagnosis.leaveOut(
        survey == nil
          ? "who must be enrolled, and whose devices are locked"
          : "who must be enrolled, and whose devices are locked: \(error.error)")
    }
    diagnosis.add("Policy and people", findings)
  }

  // MARK: Machine

  private mutating func checkClock() {
    let check = ClockCheck(
      sources: ClockProbe.sources(), kernel: Clock.isKept, now: now, latestEvent: survey?.latestEvent ?? 0,
      drifts: survey?.drifts ?? [])
    diagnosis.add("Clock", check.findings)
  }

  private mutating func checkSystem() {
    if !isRoot { diagnosis.leaveOut("what SELinux and AppArmor have refused, which only root may see") }
    let module = ModuleProbe.check(named: []).present.first?.path
    diagnosis.add("System", ConfinementProbe.check(location, module: module, now: now).findings)
  }
}
