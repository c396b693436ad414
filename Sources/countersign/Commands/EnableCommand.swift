import ArgumentParser
import Countersign
import LoginStacks
import Words

/// Lets services ask for a code, with a way back that needs nobody.
struct EnableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable", abstract: said("Let services ask for a code: sshd, sudo, su, login and others."),
    usage: """
      countersign enable <service> ... [--style <style>] [<options>]
      countersign enable --resume
      countersign enable --undo
      """,
    discussion: said("""
      Works out what has to change in PAM's files and in those of sshd, tries it through libpam before anything is in \
      force, shows it and asks. Then the change is made, and taken back by itself unless 'countersign confirm' is run \
      in time by somebody who has logged in with a code. Keep a root shell open until then. A single device is \
      switched on again by 'countersign enable-device'.
      """))

  @Argument(help: .said("The services, by the names of their PAM files."))
  var services: [String] = []

  @Option(
    help: .said(
      "What a login has to prove: password+code, key+code, key-or-password+code, or 'code-only-for GROUP'.",
      valueName: "style"))
  var style = StyleArgument(.passwordAndCode)

  @Option(
    help: .said("In what time it has to be confirmed, 1m to 1h.", valueName: "duration"))
  var confirmWithin = DurationArgument(seconds: 300)

  @Flag(help: .said("Try it and show what would change, and change nothing."))
  var dryRun = false

  @Flag(help: .said("Finish a change that was interrupted."))
  var resume = false

  @Flag(help: .said("Take back a change that was interrupted."))
  var undo = false

  @OptionGroup var consent: ConsentOptions

  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard !(resume && undo), (resume || undo) != !services.isEmpty else {
      throw ValidationError(
        resume || undo
          ? said("Name no services with --resume or --undo, and one of the two.") : said("Name one or more services."))
    }
    guard (60...3_600).contains(confirmWithin.seconds) else {
      throw ValidationError(said("--confirm-within takes 1m to 1h."))
    }
    guard services.allSatisfy({ (1...64).contains($0.utf8.count) && !$0.contains("/") }) else {
      throw ValidationError(said("The name of a service has 1 to 64 bytes and no slash."))
    }
  }

  func run() throws {
    try Workplace.requireRoot()
    let paths = ServicePaths(store)
    if resume { return try PendingChange(paths, store).resume() }
    if undo { return try PendingChange(paths, store).rollBack() }
    let workplace = try Workplace(store)
    let administrator = try Administrator.current()
    let folder = try ChangeFolder.locked(paths)
    try EnableCommand.requireNone(folder)
    let survey = try AdministratorSurvey(workplace, caller: administrator.name)
    let names = services.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let preparation = try ServicePreparation(names, style.style, survey, root: store.root, paths)
    try show(preparation)
    try ServiceTrial(preparation, survey).run()
    guard !preparation.files.isEmpty else {
      return try Terminal.current.say(
        "Nothing has to change: \(names.joined(separator: ", ")) asks for a code already.")
    }
    guard !dryRun else { return try Terminal.current.say("Nothing was changed.") }
    try consent.require(
      "These files will be changed, and taken back in \(PolicyText.duration(confirmWithin.seconds)) unless confirmed",
      otherwise: "files of PAM or sshd would be changed")
    let change = try change(preparation, by: administrator, now: Workplace.time())
    try folder.begin(change)
    try PendingChange(paths, store).make(change, in: folder, within: confirmWithin.seconds)
  }

  /// One change at a time: what it would be taken back to has to be certain.
  private static func requireNone(_ folder: borrowing ChangeFolder) throws(Complaint) {
    guard let pending = try folder.pending() else { return }
    throw Complaint(
      "a change of \(ServiceTexts.names(pending)) has not been confirmed yet",
      hint: "countersign confirm keeps it, countersign rollback takes it back")
  }

  private func show(_ preparation: ServicePreparation) throws(Complaint) {
    for line in ServiceTexts.differences(preparation.files) { try Terminal.current.say(verbatim: line) }
    for remark in preparation.remarks { Terminal.remark("countersign: note: \(remark)") }
  }

  private func change(
    _ preparation: ServicePreparation, by administrator: Administrator, now: UInt64
  ) throws(Complaint) -> ServiceChange {
    ServiceChange(
      kind: .enable, id: "\(now)-\(String(UInt32.random(in: .min ... .max), radix: 16))",
      by: String(decoding: administrator.name.bytes, as: UTF8.self), made: now, until: now + confirmWithin.seconds,
      services: preparation.changedServices.map { .init(name: $0, style: style.style.name) },
      files: preparation.files)
  }
}
