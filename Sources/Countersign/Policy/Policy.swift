/// The policy of a host: a pure value. A login's facts give its settings, and these decide.
///
/// Parts point into the text that they were read from, so that reading a policy costs next to nothing.
public struct Policy: Equatable, Sendable {
  /// What holds without a policy file.
  public static let standard = Policy(text: [], blocks: [], criteria: [], terms: [], statements: [])

  /// What was read.
  public let text: [UInt8]
  /// In the order of the file; the first has the lines before any `Match`.
  public let blocks: [PolicyBlock]
  /// Of all blocks.
  public let criteria: [PolicyCriterion]
  /// Of all criteria.
  public let terms: [PolicyTerm]
  /// Of all blocks.
  public let statements: [PolicyStatement]

  init(
    text: [UInt8], blocks: [PolicyBlock], criteria: [PolicyCriterion], terms: [PolicyTerm],
    statements: [PolicyStatement]
  ) {
    self.text = text
    self.blocks = blocks
    self.criteria = criteria
    self.terms = terms
    self.statements = statements
  }

  /// The groups that the policy asks about, each once, in the order of their bytes.
  public var groupNames: [[UInt8]] {
    var names: [[UInt8]] = []
    for criterion in criteria where criterion.kind == .group {
      for term in terms[criterion.terms] {
        if case .name(let range) = term.pattern { names.append(Array(text[range])) }
      }
    }
    return SortedNames(names).names
  }

  /// Whether the policy needs to know the time on the wall.
  public var needsMoment: Bool {
    criteria.contains { $0.kind == .time } || statements.contains { $0.keyword == .enrollBy }
  }

  /// What holds for one login. As in `sshd_config`: of the `Match` blocks that hold, the first that has a keyword sets
  /// it; where none has it, the lines before the first `Match` do.
  public func settings(for facts: PolicyFacts) -> PolicySettings {
    var resolution = PolicyResolution(self)
    for block in blocks.dropFirst() where resolution.needs(block) && matches(block, facts) {
      resolution.take(block)
    }
    if let global = blocks.first { resolution.take(global) }
    return resolution.finish()
  }

  /// What holds where no `Match` does: the lines before the first one.
  public var globalSettings: PolicySettings {
    var resolution = PolicyResolution(self)
    if let global = blocks.first { resolution.take(global) }
    return resolution.finish()
  }

  /// Whether a block holds for a login: all of its criteria do.
  public func matches(_ block: PolicyBlock, _ facts: PolicyFacts) -> Bool {
    criteria[block.criteria].allSatisfy { matches($0, facts) }
  }

  /// As a pattern list of `sshd_config`: one term has to match, and none that is negated may.
  private func matches(_ criterion: PolicyCriterion, _ facts: PolicyFacts) -> Bool {
    var isMatched = false
    for index in criterion.terms where matches(terms[index].pattern, of: criterion.kind, facts) {
      if terms[index].isNegated { return false }
      isMatched = true
    }
    return isMatched
  }

  private func matches(
    _ pattern: PolicyTerm.Pattern, of kind: PolicyCriterion.Kind, _ facts: PolicyFacts
  ) -> Bool {
    switch pattern {
    case .name(let range): matches(text[range], of: kind, facts)
    case .network(let network): facts.address.map { network.contains($0) } ?? false
    case .origin(let origin): facts.origin == origin
    case .key(let demand): demand.accepts(facts.key)
    case .hours(let hours): facts.moment.map { hours.contains($0) } ?? false
    }
  }

  private func matches(_ name: ArraySlice<UInt8>, of kind: PolicyCriterion.Kind, _ facts: PolicyFacts) -> Bool {
    switch kind {
    case .user: NamePattern.matches(facts.user.bytes[...], name)
    case .service: NamePattern.matches(facts.service[...], name)
    case .group: facts.groups.contains { $0.elementsEqual(name) }
    case .network, .terminal, .key, .time: false
    }
  }
}
