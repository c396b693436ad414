import Countersign
import Words

/// The planned move of the decision from one provider to another, while both are there. Its steps are those of
/// Documents/directory.md. Whatever interrupts it leaves nobody who decides, and never two; run again, it goes on.
struct DecisionMove {
  /// For logins that have read who decides just before that changed: they end within 5 s.
  private static let grace: Int64 = 6
  /// For what has been taken at the old one to arrive at the new one; in seconds.
  private static let patience: Int64 = 60
  private static let second: Int64 = 1_000_000_000

  let site: DirectorySite
  let target: DecisionTarget

  /// - Returns: whether there was something to do.
  func carryOut() throws(Complaint) -> Bool {
    let new = try DecisionPlace(target.server, of: site)
    let found = try new.deciders()
    guard !target.isIn(found) else { return false }
    try new.requireWritable()
    let former = DeciderName.formerly(found) ?? found
    let isMoving = DeciderName.formerly(found) != nil
    if !Set(former).isDisjoint(with: target.names) {
      // The old one has everything that it has taken itself.
      try new.decide(target.names, insteadOf: found)
      return true
    }
    let old = try DecisionPlace(try server(of: former), of: site)
    try requireAgreement(old, with: new, found)
    let moving = isMoving ? found : DeciderName.moving(from: former)
    _ = try new.position()
    _ = try old.position()
    let dialogue = try Dialogue(consequence: "nobody decides now: run it again, and it goes on")
    if !isMoving {
      try old.requireWritable()
      try old.decide(moving, insteadOf: found)
    }
    try Terminal.current.say("\(old.name) takes no more codes; until the new one does, nobody gets in by one.")
    for _ in 0..<(DecisionMove.grace * 4) { try pause(dialogue) }
    try waitFor(new, behind: old, dialogue)
    try new.decide(target.names, insteadOf: moving)
    return true
  }

  /// Where the one who decides is reached.
  private func server(of names: [[UInt8]]) throws(Complaint) -> DirectoryServer {
    if let known = site.settings.servers.first(where: { names.contains(site.name(of: $0)) }) { return known }
    if let named = names.compactMap({ DirectoryServer($0) }).first { return named }
    throw Complaint(
      "\(DeciderName.text(names)) decides, which is not reached from this machine", hint: "run this on that machine")
  }

  private func requireAgreement(
    _ old: borrowing DecisionPlace, with new: borrowing DecisionPlace, _ found: [[UInt8]]
  ) throws(Complaint) {
    let there = try old.deciders()
    guard Set(there) != Set(found) else { return }
    throw Complaint(
      "\(old.name) says that \(DeciderName.text(there)) decides, and \(new.name) says \(DeciderName.text(found))",
      hint: "wait a moment and run it again; if that helps nothing, they do not copy each other: look at their logs")
  }

  /// The entry itself comes first after a broken connection; so it is the whole copy that is waited for.
  private func waitFor(
    _ new: borrowing DecisionPlace, behind old: borrowing DecisionPlace, _ dialogue: borrowing Dialogue
  ) throws(Complaint) {
    let goal = try old.position()
    var isThere = try new.position().hasAll(of: goal)
    if !isThere { try Terminal.current.say("Waiting until \(new.name) has all that \(old.name) has.") }
    for _ in 0..<(DecisionMove.patience * 4) where !isThere {
      try pause(dialogue)
      isThere = try new.position().hasAll(of: goal)
    }
    guard !isThere else { return }
    throw Complaint(
      "\(new.name) does not get what \(old.name) has, and nobody decides now",
      hint: "run it again to go on, or countersign directory decider --move \(old.name) to let that one decide again")
  }

  /// Waits a quarter of a second, and ends where somebody asks for that.
  private func pause(_ dialogue: borrowing Dialogue) throws(Complaint) {
    Clock.pause(nanoseconds: DecisionMove.second / 4)
    try dialogue.endIfAsked()
  }
}
