import LoginStacks
import Words

/// What people should know beside the outcomes of a trial.
struct TrialRemarks {
  let lines: [String]

  init(_ files: TrialFiles, _ foresight: TrialForesight) {
    var lines: [String] = []
    if !foresight.asks {
      lines.append(said("this machine's policy asks for no code at such a login; tried as if it did"))
    }
    var seen: Set<String> = []
    for (_, rule, role) in files.roles where seen.insert(rule.moduleName).inserted {
      if let line = TrialRemarks.line(rule, role, files) { lines.append(line) }
    }
    self.lines = lines
  }

  private static func line(_ rule: PAMRule, _ role: TrialRole, _ files: TrialFiles) -> String? {
    let name = "\(rule.moduleName).so"
    if !files.isInstalled(rule) { return said("\(name) is not installed; libpam takes it for a failure") }
    if TrialRole.isExemption(rule) { return said("\(name) lets some pass who show nothing; tried for everybody else") }
    switch role {
    case .otherFactor: return said("\(name) was taken to say no; who satisfies it may get in by it")
    case .firstFactor where ModuleNature(rule) == .unknown:
      return said("\(name) is not known here; taken for one that checks a password")
    case .code, .itself, .firstFactor, .always: return nil
    }
  }
}
