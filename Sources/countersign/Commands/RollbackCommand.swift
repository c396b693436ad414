import ArgumentParser
import Countersign
import Words

/// Takes a change of services back.
struct RollbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: said("Take back what 'countersign enable' has changed and nobody has confirmed."),
    discussion: said(
      "After 'countersign confirm' there is nothing left to take back; 'countersign disable' is for that."))

  @Option(help: .hidden)
  var armed: String?

  @Option(help: .hidden)
  var after: UInt64?

  @Flag(help: .said("Say nothing where there is nothing to take back; for the start of the machine."))
  var ifPending = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    try Workplace.requireRoot()
    let pending = PendingChange(ServicePaths(store), store)
    if let armed { return try pending.rollBackUnconfirmed(armed, after: after ?? 0) }
    try pending.rollBack(ifPending: ifPending)
  }
}
