import Countersign
import Words

/// The course of a change: begun, put in force, and then kept or taken back.
struct PendingChange {
  private let paths: ServicePaths
  private let options: StoreOptions

  init(_ paths: ServicePaths, _ options: StoreOptions) {
    self.paths = paths
    self.options = options
  }

  private var files: ServiceSwitch { ServiceSwitch(paths: paths) }

  // Beginning

  /// Puts a change in force that is written down as pending. From before the first file is touched it is certain that
  /// it will be taken back unless somebody confirms it; if it fails half-way, it is taken back now.
  func make(
    _ change: ServiceChange, in folder: borrowing ChangeFolder, within seconds: UInt64
  ) throws(Complaint) {
    let signals = try Complaint.attempting("cannot hold signals back") { () throws(SystemFailure) in try HeldSignals() }
    defer { withExtendedLifetime(signals) {} }
    do throws(Complaint) {
      _ = try RollbackAlarm.set(change, after: seconds, root: options.root)
      tell(try files.apply(change))
    } catch {
      giveUp(change, folder)
      throw error
    }
    record(.enable, change)
    try sayWhatNext(change, seconds)
  }

  /// The connection of whoever did it may be gone; that is no reason to stop half-way.
  private func tell(_ steps: [ServiceSwitch.Step]) {
    for step in steps { try? Terminal.current.say(verbatim: ServiceTexts.step(step)) }
  }

  private func giveUp(_ change: ServiceChange, _ folder: borrowing ChangeFolder) {
    do throws(Complaint) { try takeBack(change, folder) } catch { Terminal.report(error) }
  }

  private func sayWhatNext(_ change: ServiceChange, _ seconds: UInt64) throws(Complaint) {
    let terminal = Terminal.current
    try terminal.say()
    try terminal.say("A code is asked for now: \(ServiceTexts.names(change)).")
    try terminal.say()
    try terminal.say("Keep this shell. Log in from another terminal, and there:")
    try terminal.say()
    try terminal.say("  sudo countersign confirm")
    try terminal.say()
    try terminal.say("Without that, all of it is put back in \(PolicyText.duration(seconds)). To do so at once:")
    try terminal.say()
    try terminal.say("  countersign rollback")
  }

  /// Finishes what a killed run has begun.
  func resume() throws(Complaint) {
    let folder = try ChangeFolder.locked(paths)
    let pending = try required(folder)
    try sayHowItStands(pending)
    guard pending.kind == .enable else { return try finish(pending, folder) }
    let now = try Workplace.time()
    let seconds: UInt64 = 300
    // Another name, since what was to take the first one back may still be waiting.
    let change = ServiceChange(
      kind: .enable, id: "\(now)-\(String(UInt32.random(in: .min ... .max), radix: 16))", by: pending.by,
      made: pending.made, until: now + seconds, services: pending.services, files: pending.files)
    try folder.renew(change)
    try make(change, in: folder, within: seconds)
  }

  // Confirming

  /// Keeps the change, if the caller has logged in by each of its services since.
  func confirm(untried: [String]) throws(Complaint) {
    let folder = try ChangeFolder.locked(paths)
    guard let change = try folder.pending(), change.kind == .enable else {
      throw Complaint("no change waits for a confirmation", hint: "countersign enable SERVICE makes one")
    }
    try requireWhole(change)
    let caller = try Administrator.current()
    let missing = try services(of: change, withoutLoginOf: caller.name).filter { !untried.contains($0) }
    guard missing.isEmpty else {
      let names = missing.map { DisplayText.of(Array($0.utf8)) }
      throw Complaint(
        "\(DisplayText.of(caller.name)) has not logged in with a code since: \(names.joined(separator: ", "))",
        hint: """
          log in by it first; or, if that cannot be, countersign confirm \
          \(names.map { "--untried \($0)" }.joined(separator: " "))
          """)
    }
    for service in change.services { try keep(change, service, folder) }
    try folder.end()
    RollbackAlarm.clear(change)
    record(.confirm, change)
    try Terminal.current.say("Kept: \(ServiceTexts.names(change)).")
  }

  /// A change that is only half in force must not be kept.
  private func requireWhole(_ change: ServiceChange) throws(Complaint) {
    for file in change.files where file.standing(try SystemFile.read(file.path)) != .after {
      throw Complaint(
        "\(DisplayText.of(Array(file.path.utf8))) is not as the change made it",
        hint: "countersign rollback takes the change back, countersign enable --resume makes it anew")
    }
  }

  /// Whoever is root by su has logged in as root.
  private func services(of change: ServiceChange, withoutLoginOf user: UserName) throws(Complaint) -> [String] {
    var found = try LoginEvidence(of: user, since: change.made, options).services
    if let root = UserName(Array("root".utf8)), root != user {
      found.formUnion(try LoginEvidence(of: root, since: change.made, options).services)
    }
    // su -l has a service of its own, which includes su.
    return change.services.map(\.name).filter { !found.contains($0) && !found.contains("\($0)-l") }
  }

  /// What was there before the first change of a service is what disabling it brings back.
  private func keep(
    _ change: ServiceChange, _ service: ServiceChange.Service, _ folder: borrowing ChangeFolder
  ) throws(Complaint) {
    let earlier = try folder.kept(service.name)?.files ?? []
    let own = change.files.filter { $0.service == service.name }.map { file in
      let first = earlier.first { $0.path == file.path && $0.after == file.before }
      return FileChange(
        service: file.service, path: file.path, before: first.map(\.before) ?? file.before, after: file.after)
    }
    let untouched = earlier.filter { old in !own.contains { $0.path == old.path } }
    try folder.keep(
      ServiceChange(
        kind: .enable, id: change.id, by: change.by, made: change.made, until: nil, services: [service],
        files: own + untouched), of: service.name)
  }

  // Taking back

  func rollBack(ifPending: Bool = false) throws(Complaint) {
    let folder = try ChangeFolder.locked(paths)
    if ifPending, try folder.pending() == nil { return }
    let pending = try required(folder)
    try sayHowItStands(pending)
    try takeBack(pending, folder)
    RollbackAlarm.clear(pending)
    record(.rollback, pending)
    try Terminal.current.say("Taken back: \(ServiceTexts.names(pending)).")
  }

  /// For the timer: takes this change back if it still waits.
  func rollBackUnconfirmed(_ id: String, after seconds: UInt64) throws(Complaint) {
    if seconds > 0 {
      try Complaint.attempting("cannot read the clock") { () throws(SystemFailure) in
        DetachedProcess.sleep(
          untilSecondsSinceBoot: try DetachedProcess.secondsSinceBoot() + Int64(clamping: seconds))
      }
    }
    guard mayWait(id) else { return }
    let folder = try lockedInTime()
    guard let pending = try folder.pending(), pending.id == id else { return }
    try takeBackInTheEnd(pending, folder)
    record(.rollback, pending)
  }

  /// A timer that comes after a confirmation must make nothing, not even the lock: the store may be gone by then. What
  /// cannot be told at a glance is told under the lock.
  private func mayWait(_ id: String) -> Bool {
    do throws(Complaint) { return try ChangeFolder.pendingAtAGlance(paths)?.id == id } catch { return true }
  }

  /// Nobody may be there to try again: a full disk, or a configuration of sshd that is being mended, gets ten minutes.
  private func takeBackInTheEnd(_ change: ServiceChange, _ folder: borrowing ChangeFolder) throws(Complaint) {
    for _ in 0..<60 {
      do throws(Complaint) { return try takeBack(change, folder) } catch { Terminal.report(error) }
      Clock.pause(nanoseconds: 10_000_000_000)
    }
    try takeBack(change, folder)
  }

  /// Somebody may just be confirming.
  private func lockedInTime() throws(Complaint) -> ChangeFolder {
    for _ in 0..<120 {
      if let folder = try? ChangeFolder.locked(paths) { return folder }
      Clock.pause(nanoseconds: 500_000_000)
    }
    return try ChangeFolder.locked(paths)
  }

  private func takeBack(_ change: ServiceChange, _ folder: borrowing ChangeFolder) throws(Complaint) {
    tell(try files.revert(change))
    try folder.end()
  }

  // Disabling

  func disable(
    _ removal: ServiceRemoval, in folder: borrowing ChangeFolder, by administrator: Administrator
  ) throws(Complaint) {
    let now = try Workplace.time()
    let change = ServiceChange(
      kind: .disable, id: "\(now)", by: String(decoding: administrator.name.bytes, as: UTF8.self), made: now,
      until: nil, services: removal.services.map { .init(name: $0, style: "") }, files: removal.files)
    let signals = try Complaint.attempting("cannot hold signals back") { () throws(SystemFailure) in try HeldSignals() }
    defer { withExtendedLifetime(signals) {} }
    try folder.begin(change)
    try finish(change, folder)
  }

  private func finish(_ change: ServiceChange, _ folder: borrowing ChangeFolder) throws(Complaint) {
    do throws(Complaint) { tell(try files.apply(change)) } catch {
      giveUp(change, folder)
      throw error
    }
    for service in change.services { try folder.forget(service.name) }
    try folder.end()
    record(.disable, change)
    try Terminal.current.say("No code is asked for any more: \(ServiceTexts.names(change)).")
  }

  // Telling

  private func required(_ folder: borrowing ChangeFolder) throws(Complaint) -> ServiceChange {
    if let pending = try folder.pending() { return pending }
    throw Complaint(
      "there is no change that waits: nothing was begun, or it has been confirmed or taken back",
      hint: "countersign disable SERVICE takes back what has been confirmed")
  }

  /// Which of the files are the new ones, after a run that was killed.
  private func sayHowItStands(_ change: ServiceChange) throws(Complaint) {
    for file in change.files {
      let path = DisplayText.of(Array(file.path.utf8))
      let standing =
        switch file.standing(try SystemFile.read(file.path)) {
        case .before: said("\(path): as it was")
        case .after: said("\(path): changed")
        case .other: said("\(path): neither as it was nor as the change made it")
        }
      try Terminal.current.say(verbatim: standing)
    }
  }

  private func record(_ action: Administration.Action, _ change: ServiceChange) {
    let names = change.services.map { $0.style.isEmpty ? $0.name : "\($0.name)=\($0.style)" }.joined(separator: ",")
    ChangeLog(StoreLocation(root: Array((options.root ?? "").utf8))).record(
      action, of: nil, details: [AuditField("services", .foreign(Array(names.utf8)))])
  }
}
