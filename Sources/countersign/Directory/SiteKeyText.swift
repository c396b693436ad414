import Words

/// What `directory rotate-key` tells of the keys.
struct SiteKeyText {
  private let facts: SiteKeyFacts

  init(_ facts: SiteKeyFacts) { self.facts = facts }

  var lines: [String] {
    if let resealed = facts.resealed {
      return [
        said(
          "Sealed \(resealed) user anew under the site key \(facts.sealing).",
          "Sealed \(resealed) users anew under the site key \(facts.sealing).", count: resealed)
      ]
    }
    let first = said(
      "\(facts.sealing) seals; \(facts.users) user is under it",
      "\(facts.sealing) seals; \(facts.users) users are under it", count: facts.users)
    guard let opening = facts.opening else { return [first] }
    let count = facts.usersUnderOther
    return [
      first,
      said(
        "\(opening) only opens; \(count) user is under it", "\(opening) only opens; \(count) users are under it",
        count: count),
    ]
  }

  /// What to do next.
  var next: Message? {
    if facts.areOthersBehind {
      return """
        a host still seals under the old key: copy site.key to every host, and run countersign directory rotate-key \
        --seal again
        """
    }
    // What to do about those who cannot be read has been said with each.
    guard facts.unreadable.isEmpty, let opening = facts.opening else { return nil }
    if facts.resealed != nil {
      return "if \(opening) is the old key, countersign directory rotate-key --drop \(opening) takes it away"
    }
    guard facts.usersUnderOther == 0 else { return "countersign directory rotate-key --seal seals them anew" }
    return """
      when every host has this file: --use \(opening) if that is the new key, --drop \(opening) if it is the old one
      """
  }
}
