import ArgumentParser
import Countersign
import Words

/// Shows who is enrolled, or one user's devices.
struct ListCommand: LookingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: said("List users with what is stored of them, or the devices of one."))

  @Argument(help: .said("Only this user, with a line for each device."))
  var user: String?

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    if let user { try listDevices(of: Workplace.name(user), workplace) } else { try listUsers(workplace) }
  }

  private func listDevices(of user: UserName, _ workplace: borrowing Workplace) throws(Complaint) {
    let record = try workplace.record(of: user)
    let state = try workplace.state(of: user)
    let facts = UserFacts(record, state, now: workplace.now, workplace.throttle())
    guard !json else { return try Terminal.current.say(verbatim: JSONText.of(facts.devices)) }
    var rows = [[said("DEVICE"), said("ID"), said("KIND"), said("ENROLLED"), said("LAST USED"), said("STATE")]]
    for device in record.devices {
      rows.append([
        DisplayText.of(device.name), "\(device.id)", device.kind.name.description, TimeText.minute(device.created),
        TimeText.minute(state.device(device.id)?.lastUsed ?? 0),
        standing(device, state.device(device.id), now: workplace.now),
      ])
    }
    for line in TableText.lines(rows) { try Terminal.current.say(verbatim: line) }
  }

  private func standing(_ device: Device, _ state: DeviceState?, now: UInt64) -> String {
    guard device.disabled == nil else { return said("disabled", context: "device") }
    var parts = [said(device.isExpired(at: now) ? "expired" : "enabled", context: "device")]
    if let time = device.expires, time > now { parts.append(said("expires \(TimeText.minute(time))")) }
    if let state, let clock = ClockText.of(device.kind, steps: state.drift) { parts.append(clock) }
    return Enumeration.of(parts)
  }

  private func listUsers(_ workplace: borrowing Workplace) throws {
    var rows = [[said("USER"), said("RECOVERY CODES"), said("LAST USED"), said("DEVICES")]]
    var elements = JSONElements()
    var failures = 0
    let throttle = workplace.throttle()
    try visitAll(workplace) { name, glance throws(Complaint) in
      switch glance {
      case .success(.none): break
      case .success(.some(let glance)) where json:
        try elements.add(UserFacts(glance.record, glance.state, now: workplace.now, throttle))
      case .success(.some(let glance)): rows.append(row(glance.record, glance.state, now: workplace.now))
      case .failure(let failure):
        failures += 1
        Terminal.report(Complaint(failure, user: name, at: workplace.store.location))
      }
    }
    if json {
      try elements.write(Terminal.current.write(verbatim:))
      try Terminal.current.say()
    } else if rows.count > 1 {
      for line in TableText.lines(rows) { try Terminal.current.say(verbatim: line) }
    }
    if failures > 0 { throw ExitCode(1) }
  }

  private func visitAll(
    _ workplace: borrowing Workplace, _ visit: (UserName, Result<UserGlance?, StoreFailure>) throws(Complaint) -> Void
  ) throws(Complaint) {
    var complaint: Complaint?
    do throws(StoreFailure) {
      try workplace.store.visitAll { name, glance in
        do throws(Complaint) { try visit(name, glance) } catch { complaint = error }
        return complaint == nil
      }
    } catch {
      throw Complaint(error, user: nil, at: workplace.store.location)
    }
    if let complaint { throw complaint }
  }

  private func row(_ record: UserRecord, _ state: UserState, now: UInt64) -> [String] {
    let lastUsed = state.devices.map(\.lastUsed).max() ?? 0
    let left =
      record.recovery.map { said("\(RecoveryFacts.left($0, state)) left") } ?? said("none", context: "recovery codes")
    return [DisplayText.of(record.user), left, TimeText.minute(lastUsed), HelpdeskText.summary(record, state, now: now)]
  }
}
