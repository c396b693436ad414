import Countersign
import Words

/// The opened store, and the look-ups that nearly every command begins with.
struct Workplace: ~Copyable {
  let store: UserStore
  /// Seconds since 1970, read once for the command's reports.
  let now: UInt64

  /// An account of this machine.
  struct Account {
    let user: UserName
    let uid: UInt32
  }

  /// Checks privilege first, then the store; nothing has been asked by then.
  init(_ options: StoreOptions) throws(Complaint) {
    try Workplace.requireRoot()
    let now = try Workplace.time()
    self.store = try Workplace.open(Workplace.location(options))
    self.now = now
  }

  /// The same for a command about users.
  init(_ options: UserStoreOptions) throws(Complaint) {
    try Workplace.requireRoot()
    let now = try Workplace.time()
    let location = Workplace.location(options)
    if location.choice == .breakGlass {
      do { try StoreFounding.foundBreakGlass(location) } catch {
        throw Complaint(error, user: nil, at: location.choosing(.files))
      }
    }
    self.store = try Workplace.open(location)
    self.now = now
  }

  static func requireRoot() throws(Complaint) {
    guard UserDatabase.effectiveUser == 0 else {
      throw Complaint("this needs root, to whom the store belongs", hint: "run it with sudo")
    }
  }

  /// Where the store of a command line is.
  static func location(_ options: StoreOptions) -> StoreLocation {
    StoreLocation(root: Array((options.root ?? "").utf8))
  }

  static func location(_ options: UserStoreOptions) -> StoreLocation {
    location(options.place).choosing(options.choice?.choice ?? .byPolicy)
  }

  /// The time now, seconds since 1970.
  static func time() throws(Complaint) -> UInt64 {
    try Complaint.attempting("cannot read the clock") { () throws(SystemFailure) in try Clock.now() }
  }

  private static func open(_ location: StoreLocation) throws(Complaint) -> UserStore {
    do { return try UserStore(location) } catch { throw Complaint(error, user: nil, at: location) }
  }

  /// The name as the store takes it.
  static func name(_ text: String) throws(Complaint) -> UserName {
    guard let user = UserName(Array(text.utf8)) else {
      throw Complaint("this is no user name", hint: "a user name has 1 to 255 bytes")
    }
    return user
  }

  /// An account that must exist.
  func account(_ text: String) throws(Complaint) -> Account {
    let (user, account) = UserDatabase.settled(try Workplace.name(text))
    switch account {
    case .found(let uid): return Account(user: user, uid: uid)
    case .absent, .alias:
      throw Complaint("there is no account named \(DisplayText.of(user))", hint: "getent passwd shows the accounts")
    case .failed(let failure): throw Complaint(failure, doing: "cannot look up the account \(DisplayText.of(user))")
    }
  }

  /// The policy of this machine.
  func policy() throws(Complaint) -> Policy {
    do { return try Policy.ofHost(store.location) } catch { throw Complaint(error, user: nil, at: store.location) }
  }

  /// By which throttle devices are shown: that of the policy's lines before the first `Match`, as no login is known.
  func throttle() -> Throttle {
    do throws(Complaint) { return try policy().globalSettings.throttle.value } catch {
      Terminal.warn("\(error.error); what follows is by the default throttle")
      return .standard
    }
  }

  /// What is stored about a user, if anything is.
  func storedRecord(of user: UserName) throws(Complaint) -> UserRecord? {
    do { return try store.record(of: user) } catch { throw Complaint(error, user: user, at: store.location) }
  }

  /// The record of a user of whom something is stored.
  func record(of user: UserName) throws(Complaint) -> UserRecord {
    guard let record = try storedRecord(of: user) else {
      throw Complaint(notEnrolled: DisplayText.of(user))
    }
    return record
  }

  func state(of user: UserName) throws(Complaint) -> UserState {
    do { return try store.state(of: user) } catch { throw Complaint(error, user: user, at: store.location) }
  }

  /// The device that a command line means; without a name, the only one there is.
  func device(_ text: String?, in record: UserRecord) throws(Complaint) -> Device {
    let user = DisplayText.of(record.user)
    guard record.isEnrolled else { throw Complaint(notEnrolled: user) }
    let names = record.devices.map { DisplayText.of($0.name) }.joined(separator: ", ")
    guard let text else {
      guard let only = record.devices.first, record.devices.count == 1 else {
        throw Complaint("\(user) has \(record.devices.count) devices", hint: "name one of them: \(names)")
      }
      return only
    }
    let name = Array(text.utf8)
    if let device = record.devices.first(where: { $0.name.bytes == name }) { return device }
    if let number = UInt32(text), let device = record.devices.first(where: { $0.id == number }) { return device }
    throw Complaint("\(user) has no device named \(DisplayText.of(name))", hint: "the devices are: \(names)")
  }

  /// Where changes are told.
  var changes: ChangeLog { ChangeLog(store.location) }

  /// Makes a change, with its failure in the words of the command.
  func changing<Value: ~Copyable>(
    _ user: UserName, _ change: (borrowing UserStore) throws(AdministrationFailure) -> Value
  ) throws(Complaint) -> Value {
    do { return try change(store) } catch { throw Complaint(error, user: user, at: store.location) }
  }
}
