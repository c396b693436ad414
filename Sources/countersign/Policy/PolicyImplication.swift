import Countersign

/// Whether one `Match` holds whenever another does. Says so only when it is certain.
struct PolicyImplication {
  private let policy: Policy

  init(_ policy: Policy) {
    self.policy = policy
  }

  /// Whether `wider` holds for every login that `block` holds for.
  func implies(_ block: PolicyBlock, _ wider: PolicyBlock) -> Bool {
    policy.criteria[wider.criteria].allSatisfy { demand in
      policy.criteria[block.criteria].contains { $0.kind == demand.kind && implies($0, demand) }
    }
  }

  private func implies(_ criterion: PolicyCriterion, _ wider: PolicyCriterion) -> Bool {
    let terms = policy.terms[criterion.terms]
    let widerTerms = policy.terms[wider.terms]
    let holesAreShared = widerTerms.filter(\.isNegated).allSatisfy { hole in
      terms.contains { $0.isNegated && covers($0.pattern, hole.pattern) }
    }
    return holesAreShared
      && terms.filter { !$0.isNegated }.allSatisfy { term in
        widerTerms.contains { !$0.isNegated && covers($0.pattern, term.pattern) }
      }
  }

  /// Whether everything that `inner` matches is matched by `outer`.
  private func covers(_ outer: PolicyTerm.Pattern, _ inner: PolicyTerm.Pattern) -> Bool {
    switch (outer, inner) {
    case (.name(let outer), .name(let inner)):
      covers(policy.text[outer], policy.text[inner])
    case (.network(let outer), .network(let inner)): outer.contains(inner)
    case (.origin(let outer), .origin(let inner)): outer == inner
    case (.key(let outer), .key(let inner)): outer == inner || (outer == .any && inner == .securityKey)
    case (.hours(let outer), .hours(let inner)): covers(outer, inner)
    default: false
    }
  }

  private func covers(_ outer: ArraySlice<UInt8>, _ inner: ArraySlice<UInt8>) -> Bool {
    outer.elementsEqual(inner) || outer.elementsEqual("*".utf8)
      || (!NamePattern.isWild(inner) && NamePattern.matches(inner, outer))
  }

  private func covers(_ outer: WeeklyHours, _ inner: WeeklyHours) -> Bool {
    guard outer.days & inner.days == inner.days else { return false }
    if outer.start == inner.start, outer.end == inner.end { return true }
    return inner.start < inner.end && outer.start <= inner.start && inner.end <= outer.end
  }
}
