import ArgumentParser
import Countersign
import Words

/// Lets a factor be asked again at once that rests, is locked or is disabled after wrong codes.
struct UnlockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unlock",
    abstract: said("Forget wrong codes, so that a device or the recovery codes are asked again."),
    usage: "countersign unlock <user> [<device>] [<options>]",
    discussion: said("""
      Ends a wait and a lock, and enables what a hundred wrong codes in a row have disabled. Nothing else changes: \
      used codes stay used. Who does not know where the wrong codes came from finds their addresses in the log.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @Argument(help: .said(
    "The device's name, 'recovery' for the recovery codes or 'temporary' for temporary codes; all unless given.",
    valueName: "device"))
  var factor: String?

  @OptionGroup var consent: ConsentOptions

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    let scope = try scope(in: workplace.record(of: user), workplace)
    if try isNeeded(scope, workplace.state(of: user)) {
      let name = DisplayText.of(user)
      try consent.require(
        "Wrong codes of \(name) will be forgotten", otherwise: "wrong codes of \(name) would be forgotten")
    }
    let cleared = try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.unlock(scope, of: user)
    }
    if !cleared.isEmpty { record(cleared, user, workplace) }
    let facts = UnlockFacts(user: user, cleared, now: workplace.now, workplace.throttle())
    guard !json else { return try Terminal.current.say(verbatim: JSONText.of(facts)) }
    for line in facts.lines { try Terminal.current.say(verbatim: line) }
  }

  /// Whether there are wrong codes to forget; without any there is nothing to ask about.
  private func isNeeded(_ scope: UserStore.FactorScope, _ state: UserState) -> Bool {
    let recovery = state.recoveryMisses.count > 0, temporary = state.temporaryMisses.count > 0
    switch scope {
    case .all: return recovery || temporary || state.devices.contains { $0.misses.count > 0 }
    case .recoveryCodes: return recovery
    case .temporaryCode: return temporary
    case .device(let id): return (state.device(id)?.misses.count ?? 0) > 0
    }
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
