import Countersign
import Words

/// Moves users one after another, and tells of each.
struct MigrationRun {
  let site: DirectorySite
  let destination: MigrationDestination
  let login: DirectoryLogin?
  /// Whether it is only said what would be done.
  let isRehearsal: Bool

  /// - Parameters:
  ///   - names: `nil` for all.
  ///   - isTelling: whether a line is printed for each.
  func carryOut(_ names: [UserName]?, telling isTelling: Bool) throws(Complaint) -> MigrationFacts {
    let migration = try storing { () throws(StoreFailure) in
      try UserMigration(site.location, toDirectory: destination == .ldap, as: login)
    }
    var users = names ?? []
    if names == nil { users = try storing { () throws(StoreFailure) in try migration.names() } }
    let dialogue = try Dialogue(consequence: "run it again, and it goes on")
    var facts = MigrationFacts(destination, isRehearsal: isRehearsal)
    for user in users {
      try dialogue.endIfAsked()
      let entry: MigrationFacts.Entry
      do throws(MigrationFailure) {
        entry = try self.entry(user, migration)
      } catch {
        entry = failed(user, error)
        // Nobody else would fare better.
        if case .store(.directory) = error { facts.stopped = entry.error }
      }
      facts.add(entry, keeps: !isTelling)
      if isTelling { try tell(entry) }
      guard facts.stopped == nil else { return facts }
    }
    return facts
  }

  private func entry(
    _ user: UserName, _ migration: borrowing UserMigration
  ) throws(MigrationFailure) -> MigrationFacts.Entry {
    let outcome = isRehearsal ? try migration.rehearse(user) : try migration.move(user)
    guard outcome == .moved else { return MigrationFacts.Entry(user: DisplayText.of(user), outcome: .there) }
    if !isRehearsal {
      let place: AuditField.Value = .foreign(Array(destination.rawValue.utf8))
      ChangeLog(site.location).record(.migrate, of: user, details: [AuditField("to", place)])
    }
    return MigrationFacts.Entry(user: DisplayText.of(user), outcome: .moved)
  }

  private func storing<Value: ~Copyable>(
    _ body: () throws(StoreFailure) -> Value
  ) throws(Complaint) -> Value {
    do { return try body() } catch { throw Complaint(error, user: nil, at: site.location) }
  }

  private func tell(_ entry: MigrationFacts.Entry) throws(Complaint) {
    try Terminal.current.say(verbatim: MigrationText.line(entry, isRehearsal: isRehearsal))
    if let hint = entry.hint { Terminal.advise(Message(verbatim: hint)) }
  }

  private func failed(_ user: UserName, _ failure: MigrationFailure) -> MigrationFacts.Entry {
    let complaint = Complaint(failure, user: user, at: site.location)
    return MigrationFacts.Entry(
      user: DisplayText.of(user), outcome: .failed, error: complaint.error, hint: complaint.hint)
  }
}
