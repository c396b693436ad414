import ArgumentParser
import Countersign

/// Lets a factor be asked again at once that rests, is locked or is disabled after wrong codes.
struct UnlockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock", abstract: "Forget wrong codes, so that a device or the recovery codes are asked again.",
    discussion: """
      Ends a wait and a lock, and enables what a hundred wrong codes in a row have disabled. Nothing else changes: \
      used codes stay used. Who does not know where the wrong codes came from finds their addresses in the log.
      """)

  @Argument(help: "The user.")
  var user: String

  @Argument(help: ArgumentHelp(
    "The device's name, 'recovery' for the recovery codes or 'temporary' for temporary codes; all unless given.",
    valueName: "device"))
  var factor: String?

  @Flag(help: "Print JSON.")
  var json = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let scope = try scope(in: workplace.record(of: user), workplace)
    let cleared = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.unlock(scope, of: user)
    }
    if !cleared.isEmpty { record(cleared, user, workplace) }
    let facts = UnlockFacts(user: user, cleared, now: workplace.now, workplace.throttle())
    guard !json else { return try Terminal.current.say(JSONText.of(facts)) }
    for line in facts.lines { try Terminal.current.say(line) }
  }

  private func record(_ cleared: [ClearedMisses], _ user: UserName, _ workplace: borrowing Workplace) {
    var device: Device?
    if cleared.count == 1, case .device(let only)? = cleared.first?.factor { device = only }
    workplace.changes.record(
      .unlock, of: user, device: device,
      details: [
        AuditField("factors", .number(UInt64(clamping: cleared.count))),
        AuditField("misses", .number(cleared.reduce(0) { $0 &+ UInt64($1.misses.count) })),
      ])
  }

  private func scope(
    in record: UserRecord, _ workplace: borrowing Workplace
  ) throws(Complaint) -> UserStore.FactorScope {
    guard let factor else { return .all }
    switch factor {
    case "recovery": return .recoveryCodes
    case "temporary": return .temporaryCode
    default: return .device(try workplace.device(factor, in: record).id)
    }
  }
}
