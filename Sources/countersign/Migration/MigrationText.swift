import Words

/// What `migrate` prints.
enum MigrationText {
  static func line(_ entry: MigrationFacts.Entry, isRehearsal: Bool) -> String {
    switch entry.outcome {
    case .moved: isRehearsal ? said("\(entry.user): would be moved") : said("\(entry.user): moved")
    case .there: said("\(entry.user): there already")
    case .failed: said("\(entry.user): not moved: \(entry.error ?? "")")
    }
  }

  static func summary(_ facts: MigrationFacts) -> String {
    let moved =
      facts.dryRun
      ? said("\(facts.moved) user would be moved", "\(facts.moved) users would be moved", count: facts.moved)
      : said("\(facts.moved) user moved", "\(facts.moved) users moved", count: facts.moved)
    var parts = [moved]
    if facts.there > 0 { parts.append(said("\(facts.there) there already")) }
    if facts.failed > 0 { parts.append(said("\(facts.failed) not moved")) }
    return said("\(Enumeration.of(parts)).")
  }
}
