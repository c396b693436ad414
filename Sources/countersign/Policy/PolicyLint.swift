import Countersign

/// Finds what in a policy may well do other than its author thinks. Pure: what it has to know is passed.
struct PolicyLint {
  private let policy: Policy
  private let surroundings: PolicySurroundings
  private var found: [PolicyWarning] = []

  /// All warnings, in the order of the file.
  static func warnings(_ policy: Policy, _ surroundings: PolicySurroundings) -> [PolicyWarning] {
    var lint = PolicyLint(policy, surroundings)
    lint.checkBlocks()
    lint.checkOrder()
    lint.checkStatements()
    lint.checkCommands()
    lint.checkRoot()
    return lint.found.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private init(_ policy: Policy, _ surroundings: PolicySurroundings) {
    self.policy = policy
    self.surroundings = surroundings
  }

  private mutating func warn(_ trap: PolicyWarning.Trap, _ line: UInt32, _ column: UInt32) {
    found.append(PolicyWarning(trap: trap, line: line, column: column))
  }

  private mutating func checkBlocks() {
    for block in policy.blocks.dropFirst() {
      if block.statements.isEmpty { warn(.setsNothing, block.line, block.column) }
      for criterion in policy.criteria[block.criteria] { check(criterion, line: block.line) }
    }
  }

  private mutating func check(_ criterion: PolicyCriterion, line: UInt32) {
    let terms = policy.terms[criterion.terms]
    if terms.allSatisfy(\.isNegated) { warn(.negationsOnly(criterion.kind), line, criterion.column) }
    let hasHoles = terms.contains(where: \.isNegated)
    for term in terms {
      switch term.pattern {
      case .network(let network) where network.isEverything && !hasHoles: warn(.wholeNetwork, line, term.column)
      case .name(let range) where criterion.kind == .group:
        let name = Array(policy.text[range])
        if surroundings.missingGroups.contains(name) { warn(.unknownGroup(name), line, term.column) }
      default: break
      }
    }
  }

  /// Blocks that come too late.
  private mutating func checkOrder() {
    let matches = Array(policy.blocks.dropFirst())
    for (index, block) in matches.enumerated() where !block.statements.isEmpty {
      var left = Set(keywords(block))
      var winner: PolicyBlock?
      for earlier in matches[..<index] where PolicyImplication(policy).implies(block, earlier) {
        let taken = left.intersection(keywords(earlier))
        if winner == nil, !taken.isEmpty { winner = earlier }
        left.subtract(taken)
      }
      if left.isEmpty, let winner { warn(.neverWins(line: winner.line), block.line, block.column) }
    }
  }

  private func keywords(_ block: PolicyBlock) -> [PolicyKeyword] {
    policy.statements[block.statements].map(\.keyword)
  }

  private mutating func checkStatements() {
    let isMandatory = policy.statements.contains { $0.value == .mode(.mandatory) }
    let isDenied = policy.statements.contains { $0.value == .recoveryCodes(.deny) }
    let hasEnrollBy = policy.statements.contains { $0.keyword == .enrollBy }
    for statement in policy.statements {
      switch statement.value {
      case .remember(let seconds, _) where seconds > 86_400: warn(.longRemember(seconds), statement)
      case .enrollBy where !isMandatory: warn(.enrollByWithoutMandatory, statement)
      case .enrollBy(let day): checkEnrollBy(day, statement)
      case .enroll(.withoutTicket): warn(.enrollWithoutTicket, statement)
      case .enroll(.withoutTicketBeforeEnrollBy) where !hasEnrollBy: warn(.enrollBeforeNoDay, statement)
      case .store(.directory):
        if policy.directory == nil { warn(.directoryNotUsable, statement) }
        if !isMandatoryEverywhere() { warn(.absenceLetsIn, statement) }
      case .offline where !policy.usesDirectory: warn(.neverOffline, statement)
      case .factors(.recoveryCodes) where isDenied: warn(.noFactorLeft, statement)
      case .factors(let kinds) where kinds.contains(.sent): checkSent(kinds, statement)
      default: break
      }
    }
  }

  private func isMandatoryEverywhere() -> Bool {
    let modes = policy.statements.compactMap { statement -> EnforcementMode? in
      if case .mode(let mode) = statement.value { mode } else { nil }
    }
    return policy.globalSettings.mode.value == .mandatory && !modes.contains(.enrolled)
  }

  private mutating func checkSent(_ kinds: FactorKinds, _ statement: PolicyStatement) {
    if policy.globalSettings.deliveries.isEmpty { warn(.nothingSends, statement) }
    if kinds.isSubset(of: [.sent, .recoveryCodes, .temporaryCodes]) { warn(.onlySentCodes, statement) }
  }

  private mutating func checkCommands() {
    for (command, flaw) in surroundings.unfitCommands {
      warn(.unfitCommand(command.path.bytes, flaw), command.line, command.column)
    }
  }

  private mutating func checkEnrollBy(_ day: PolicyDate, _ statement: PolicyStatement) {
    guard let today = surroundings.today, day.daysSince1970 <= today.daysSince1970, surroundings.unenrolled != 0 else {
      return
    }
    warn(.enrollByPast(unenrolled: surroundings.unenrolled), statement)
  }

  private mutating func warn(_ trap: PolicyWarning.Trap, _ statement: PolicyStatement) {
    warn(trap, statement.line, statement.column)
  }

  /// The last way into a machine is root at its console.
  private mutating func checkRoot() {
    guard surroundings.rootIsEnrolled != true, let root = UserName(Array("root".utf8)) else { return }
    let moment = surroundings.today.map { LocalMoment(date: $0, minute: 720) }
    let facts = PolicyFacts(
      user: root, service: Array("login".utf8), address: nil, origin: .local, key: .none,
      groups: surroundings.rootGroups, moment: moment)
    let settings = policy.settings(for: facts)
    guard settings.decide(.none, moment: moment) == .require, case .line(let line) = settings.mode.source,
      let statement = policy.statements.first(where: { $0.line == line })
    else { return }
    warn(.rootLockedOut(isEnrolmentKnown: surroundings.rootIsEnrolled != nil), statement)
  }
}
