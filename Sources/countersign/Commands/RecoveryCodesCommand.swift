import ArgumentParser
import Countersign
import Words

/// Makes ten new recovery codes and shows them once.
struct RecoveryCodesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recovery-codes", abstract: said("Make ten new recovery codes and show them once."),
    usage: "countersign recovery-codes <user> [<options>]",
    discussion: said(
      "Codes made before no longer work. Only hashes are stored: lost codes cannot be shown, only replaced."))

  @Argument(help: .said("The user."))
  var user: String

  @Flag(name: .shortAndLong, help: .said("Print the codes alone, one a line."))
  var quiet = false

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let user = try Workplace.name(self.user)
    _ = try workplace.record(of: user)
    let codes =
      try Complaint.attempting("cannot make recovery codes") { () throws(SystemFailure) in try RecoveryCodes() }
    let now = workplace.now
    try workplace.changing(user) { (store) throws(AdministrationFailure) in
      try store.renew(recoveryCodes: codes, of: user, created: now)
    }
    workplace.changes.record(.recoveryCodes, of: user)
    let name = DisplayText.of(user)
    try Complaint.showing(
      "the recovery codes of \(name) were made, and those before no longer work, but they could not be shown",
      hint: "countersign recovery-codes \(name) makes new ones"
    ) { () throws(Complaint) in try RecoverySheet.show(codes, plain: quiet, on: .current) }
  }
}
