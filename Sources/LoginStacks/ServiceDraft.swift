/// The ways in which a service's file could be changed, the smallest change first; whether one is sound is not asked.
struct ServiceDraft {
  private let service: String
  private let style: ServiceStyle
  /// The service's file without what an earlier run has written.
  private let file: PAMFile
  private let files: [String: PAMFile]
  private let ours: String
  private let byKey: String
  /// From the first to the last line that belongs to the first factor.
  private let factors: ClosedRange<Int>

  init(
    service: String, style: ServiceStyle, files: [String: PAMFile], arguments: [String], byKey: String
  ) throws(PlanFlaw) {
    guard let present = files[service] else { throw .noFile }
    if style.needsSSHD, !ServiceKnowledge.isSSHD(service) { throw .needsSSHD }
    if case .codeOnlyFor(let group) = style, !ServiceDraft.isUsable(group) { throw .unusableGroup }
    file = ServicePlan.without(present)
    try ServiceDraft.checkOthers(service, files.merging([service: file]) { $1 })
    let lines = file.lines
    let indices = lines.indices.filter { ServiceDraft.isFactor(lines[$0], files) }
    guard let first = indices.first, let last = indices.last else { throw .noFirstFactor }
    factors = first...ServiceDraft.end(of: last, lines)
    self.service = service
    self.style = style
    self.files = files
    self.byKey = byKey
    ours = ServiceDraft.rule("required", ["pam_countersign.so"] + arguments)
  }

  /// Files that change or are new, for each way.
  var candidates: [[PAMFile]] {
    switch style {
    case .passwordAndCode, .codeOnlyFor: [behind, asSubstacks, inOwnFile].compactMap { $0 }
    case .keyAndCode: [instead(of: [])]
    case .keyOrPasswordAndCode: [oneSubstack, inOwnFile].compactMap { $0 }
    }
  }

  /// Whether a step passes over our module because this style wants it to.
  func isMeant(_ step: StackStep) -> Bool {
    if case .codeOnlyFor = style { ServicePlan.isMeant(step) } else { false }
  }

  // What stands in the block

  /// The lines that ask for the code, behind those that ask for the first factor.
  private var asking: [String] {
    switch style {
    case .passwordAndCode: [ours]
    case .codeOnlyFor(let group):
      [
        ServiceDraft.rule("[success=1 default=ignore]", ["pam_succeed_if.so", "quiet", "user", "notingroup", group]),
        ours,
      ]
    // The stack needs a result for those whom the policy does not ask.
    case .keyAndCode, .keyOrPasswordAndCode: [ours, ServiceDraft.rule("required", ["pam_permit.so"])]
    }
  }

  /// What comes before the lines that ask for the first factor.
  private var leading: [String] {
    guard style == .keyOrPasswordAndCode else { return [] }
    return [ServiceDraft.rule("[success=1 default=ignore]", ["pam_exec.so", "quiet", "quiet_log", byKey])]
  }

  private static func rule(_ control: String, _ words: [String]) -> String {
    "auth       \(control)\(String(repeating: " ", count: max(1, 13 - control.count)))\(words.joined(separator: " "))"
  }

  // The ways

  private var behind: [PAMFile]? {
    [file(replacing: (factors.upperBound + 1)..<(factors.upperBound + 1), with: asking, switchedOff: [])]
  }

  /// With `substack` where it says include.
  private var asSubstacks: [PAMFile]? {
    var lines: [String] = []
    for line in file.lines[factors] {
      guard let included = line.included, line.isForAuth else {
        lines.append(line.text)
        continue
      }
      guard isForAuthAlone(included) || line.rule(of: .auth) != nil else { return nil }
      lines.append(ServiceDraft.rule("substack", [included]))
    }
    return instead(of: lines)
  }

  /// With the one line that includes the first factor as a substack, which a jump passes over as a whole.
  private var oneSubstack: [PAMFile]? {
    let lines = file.lines[factors]
    guard lines.count == 1, let line = lines.first, let included = line.included,
      isForAuthAlone(included) || line.rule(of: .auth) != nil
    else { return nil }
    return instead(of: [ServiceDraft.rule("substack", [included])])
  }

  /// With the auth rules of the service moved to a file that is included as a substack.
  private var inOwnFile: [PAMFile]? {
    let lines = file.lines[factors]
    guard lines.allSatisfy({ $0.included.map(isForAuthAlone) ?? true || $0.rule(of: .auth) != nil }) else { return nil }
    let name = ServicePlan.moved(service)
    let head = PAMLine("\(ServiceMark.own): what \(service) asks for before the code, see pam_countersign(8).")
    let own = PAMFile(name: name, lines: [head] + lines.filter(\.isForAuth))
    let others = lines.filter { !$0.isForAuth && $0.content != .nothing }.map(\.text)
    return instead(of: others + [ServiceDraft.rule("substack", [name])]) + [own]
  }

  /// With these lines in the place of those that ask for the first factor.
  private func instead(of first: [String]) -> [PAMFile] {
    let lines = Array(file.lines[factors])
    let kept = style == .keyAndCode ? lines.filter { !ServiceDraft.isFactor($0, files) && $0.content != .nothing } : []
    return [
      file(
        replacing: factors.lowerBound..<(factors.upperBound + 1), with: kept.map(\.text) + leading + first + asking,
        switchedOff: lines)
    ]
  }

  private func file(replacing range: Range<Int>, with lines: [String], switchedOff: [PAMLine]) -> PAMFile {
    var changed = file.lines
    if range.lowerBound > 0, changed[range.lowerBound - 1].bytes.last != 0x0A {
      changed[range.lowerBound - 1] = PAMLine(bytes: changed[range.lowerBound - 1].bytes + [0x0A])
    }
    changed.replaceSubrange(
      range, with: ServiceMark.block(taker: "countersign disable \(service)", replacing: switchedOff, lines))
    return PAMFile(name: file.name, lines: changed)
  }

  // Facts about lines

  /// Whether a file has no rules but those of auth, with what it includes.
  private func isForAuthAlone(_ name: String) -> Bool {
    AuthStack.files(of: name) { files[$0] }.values.allSatisfy { file in
      file.lines.allSatisfy { line in
        if case .rule(let rule) = line.content { rule.facility == .auth } else { true }
      }
    }
  }

  /// Whether a line asks for a first factor, itself or by what it includes.
  private static func isFactor(_ line: PAMLine, _ files: [String: PAMFile]) -> Bool {
    switch line.content {
    case .nothing, .unreadable: return false
    case .rule(let rule) where rule.facility != .auth: return false
    case .rule(let rule) where !rule.isInclude:
      let nature = ModuleNature(rule)
      return nature == .factor || nature == .unknown && rule.control != .optional
    case .rule, .includeAll:
      guard let name = line.included else { return false }
      return AuthStack(service: name, files: files).steps.contains { step in
        guard let rule = step.rule else { return false }
        return ModuleNature(rule) == .factor || ModuleNature(rule) == .unknown
      }
    }
  }

  /// The last of the lines that belong to a first factor: what always says yes or no behind it is part of it.
  private static func end(of last: Int, _ lines: [PAMLine]) -> Int {
    var end = last
    for index in lines.indices.dropFirst(last + 1) {
      switch lines[index].content {
      case .nothing: continue
      case .rule(let rule) where rule.facility != .auth: continue
      case .rule(let rule):
        guard case .constant = ModuleNature(rule), !rule.isInclude else { return end }
        end = index
      case .includeAll, .unreadable: return end
      }
    }
    return end
  }

  /// Lines of others that call our module already.
  private static func checkOthers(_ service: String, _ files: [String: PAMFile]) throws(PlanFlaw) {
    let stack = AuthStack(service: service, files: files)
    guard !stack.isBroken else { throw .broken }
    guard let place = stack.ours.first else { return }
    let assessment = StackAssessment(stack, isMeant: ServicePlan.isMeant)
    throw assessment.isSound ? .asksAlready(place) : .asksInVain(place, assessment)
  }

  /// A name that is one word of a PAM line and that pam_succeed_if takes as a group.
  private static func isUsable(_ group: String) -> Bool {
    !group.isEmpty && group.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"#[]\\:".utf8.contains($0) }
  }
}

extension PAMLine {
  /// Whether it is a rule of auth, or includes some.
  fileprivate var isForAuth: Bool {
    if case .includeAll = content { true } else { rule(of: .auth) != nil }
  }
}
