/// What `migrate --json` prints.
struct MigrationFacts: Encodable {
  enum Outcome: String, Encodable {
    case moved
    /// Was there already.
    case there
    case failed
  }

  struct Entry: Encodable {
    let user: String
    let outcome: Outcome
    var error: String?
    var hint: String?
  }

  let destination: MigrationDestination
  /// Whether nothing was done.
  let dryRun: Bool
  var users: [Entry] = []
  var moved = 0
  var there = 0
  var failed = 0
  /// Why the rest was left where it is.
  var stopped: String?

  init(_ destination: MigrationDestination, isRehearsal: Bool) {
    self.destination = destination
    dryRun = isRehearsal
  }

  mutating func add(_ entry: Entry, keeps: Bool) {
    switch entry.outcome {
    case .moved: moved += 1
    case .there: there += 1
    case .failed: failed += 1
    }
    if keeps { users.append(entry) }
  }
}
