/// The users whom the site's directory has. Records and states are under the site key, which the directory never sees.
///
/// A change names the generation that it was worked out from. Where another host was faster it is ``StoreFailure``
/// `.overtaken`, and nothing has happened; where no answer came it may have happened, and is never asked for again.
final class DirectoryStore {
  /// Whether this program works with the directory itself. The module has its companion do that, and nothing of this
  /// in it.
  static var isUsable: Bool {
    #if hasFeature(Embedded)
      false
    #else
      true
    #endif
  }

  /// A user as read and checked.
  struct Entry {
    let read: UserStore.ReadRecord
    let state: UserState
    let generation: UInt64

    /// Whether codes of a device may have been used that are not known there; that is stored nowhere.
    var isDoubtful: Bool { state.devices.contains { $0.isDoubtful } }
  }

  /// The site keys.
  let keys: SealKeyRing
  private let settings: DirectorySettings
  private let places: [FilePath]
  private let window: UInt32
  private var program: PacketProgram?
  var latest: Entry?

  /// - Parameter window: see ``Takeover/window``.
  init(_ settings: DirectorySettings, keys: SealKeyRing, window: UInt32, at location: StoreLocation) {
    self.settings = settings
    self.window = window
    self.keys = keys
    places = location.directoryPlaces
  }

  // MARK: Users

  /// Reads a user.
  ///
  /// - Returns: `nil` only when the deciding provider says that there is no such user.
  func read(_ user: UserName) throws(StoreFailure) -> Entry? {
    guard let found = try find(user) else { return nil }
    latest = try entry(found)
    return latest
  }

  /// A user as the directory says, not checked.
  ///
  /// - Returns: `nil` only when the deciding provider says that there is no such user.
  func find(_ user: UserName) throws(StoreFailure) -> DirectoryUser? {
    latest = nil
    switch try reply(to: .read(user)) {
    case .absent: return nil
    case .found(let found) where found.name == user: return found
    default: throw nonsense()
    }
  }

  /// A user as read last, without asking again.
  func asRead(_ user: UserName) throws(StoreFailure) -> Entry? {
    if let latest, latest.read.record.user == user { return latest }
    return try read(user)
  }

  /// Writes the state that follows the one that was read.
  ///
  /// - Throws: `.overtaken` where another host was faster; whatever else it is, the login must be refused.
  func take(_ state: UserState, of user: UserName) throws(StoreFailure) {
    guard let entry = latest, entry.read.record.user == user else { throw .overtaken }
    latest = nil
    let bytes = try encoded(state, after: entry.generation, of: user)
    try confirm(try reply(to: .take(user, generation: entry.generation, state: bytes)))
    latest = Entry(read: entry.read, state: state, generation: entry.generation &+ 1)
  }

  /// Writes record and state in place of those that were read.
  func write(_ record: UserRecord, _ state: UserState) throws(StoreFailure) {
    guard let entry = latest, entry.read.record.user == record.user else { throw .overtaken }
    try write(record, state, after: entry.generation)
  }

  /// The same in place of those of a generation.
  func write(_ record: UserRecord, _ state: UserState, after generation: UInt64) throws(StoreFailure) {
    latest = nil
    let bytes = try encoded(state, after: generation, of: record.user)
    let text = RecordFormat.write(record, key: keys.current.key)
    guard text.count <= DirectoryUser.longestRecord else { throw .fullState }
    try confirm(try reply(to: .write(record.user, generation: generation, record: text, state: bytes)))
  }

  /// Adds a user.
  ///
  /// - Parameter generation: 0 for one who is being moved here.
  /// - Throws: `.overtaken` where there is one already.
  func add(_ record: UserRecord, _ state: UserState, generation: UInt64 = 1) throws(StoreFailure) {
    latest = nil
    guard let bytes = try encode(state, generation, record.user) else { throw .fullState }
    let text = RecordFormat.write(record, key: keys.current.key)
    guard text.count <= DirectoryUser.longestRecord else { throw .fullState }
    try confirm(try reply(to: .add(record.user, generation: generation, record: text, state: bytes)))
  }

  /// Takes a user away.
  func remove(_ user: UserName, generation: UInt64) throws(StoreFailure) {
    latest = nil
    try confirm(try reply(to: .remove(user, generation: generation)))
  }

  /// Looks at all users, one after the other, without keeping any.
  ///
  /// - Parameter visit: a name that is none of ours comes as bytes; says whether to go on.
  func visitAll(_ visit: (DirectoryVisit) -> Bool) throws(StoreFailure) {
    try visitAllUnchecked { listed in
      switch listed {
      case .flawed(let name): return visit(.flawed(name))
      case .found(let found):
        let entry: Result<Entry, StoreFailure>
        do throws(StoreFailure) { entry = .success(try self.entry(found)) } catch { entry = .failure(error) }
        return visit(.user(found.name, entry))
      }
    }
  }

  /// The same with users as the directory says, not checked.
  func visitAllUnchecked(_ visit: (DirectoryListed) -> Bool) throws(StoreFailure) {
    try send(.list)
    while true {
      switch try receive() {
      case .end: return
      case .flawed(let name): if !visit(.flawed(name)) { return stop() }
      case .found(let found): if !visit(.found(found)) { return stop() }
      case .fault(let fault):
        stop()
        throw .directory(fault)
      default: throw nonsense()
      }
    }
  }

  // MARK: What is stored

  private func entry(_ found: DirectoryUser) throws(StoreFailure) -> Entry {
    guard found.generation > 0 else { throw .moving }
    return try anyEntry(found)
  }

  /// The same also for a user who is being moved.
  func anyEntry(_ found: DirectoryUser) throws(StoreFailure) -> Entry {
    let read = try record(found)
    guard let state = try state(found) else { throw .damagedState }
    let takeover = Takeover(time: found.takeover, window: window)
    return Entry(read: read, state: state.after(takeover, of: read.record), generation: found.generation)
  }

  func record(_ found: DirectoryUser) throws(StoreFailure) -> UserStore.ReadRecord {
    try UserStore.ReadRecord(found.record, of: found.name, keys: keys, status: nil)
  }

  func state(_ found: DirectoryUser) throws(StoreFailure) -> UserState? {
    if let state = try state(found, under: keys.current) { return state }
    guard let retiring = keys.retiring else { return nil }
    return try state(found, under: retiring)
  }

  /// - Returns: `nil` also for a state under another key.
  func state(_ found: DirectoryUser, under key: SharedSealKey) throws(StoreFailure) -> UserState? {
    do throws(SystemFailure) {
      return try DirectoryState.decode(found.state, generation: found.generation, user: found.name, key: key.key)
    } catch {
      throw .system(.state, error)
    }
  }

  private func encoded(
    _ state: UserState, after generation: UInt64, of user: UserName
  ) throws(StoreFailure) -> [UInt8] {
    let (next, overflow) = generation.addingReportingOverflow(1)
    guard !overflow else { throw .damagedState }
    guard let bytes = try encode(state, next, user) else { throw .fullState }
    return bytes
  }

  func encode(
    _ state: UserState, _ generation: UInt64, _ user: UserName
  ) throws(StoreFailure) -> [UInt8]? {
    do throws(SystemFailure) {
      return try DirectoryState.encode(state, generation: generation, user: user, key: keys.current.key)
    } catch {
      throw .system(.state, error)
    }
  }

  // MARK: The program

  /// Only what is certainly on the provider's disk has happened.
  func confirm(_ reply: DirectoryReply) throws(StoreFailure) {
    switch reply {
    case .done: return
    case .overtaken, .absent: throw .overtaken
    default: throw nonsense()
    }
  }

  func reply(to order: DirectoryOrder) throws(StoreFailure) -> DirectoryReply {
    try send(order)
    let reply = try receive()
    guard case .fault(let fault) = reply else { return reply }
    stop()
    throw .directory(fault)
  }

  private func send(_ order: DirectoryOrder) throws(StoreFailure) {
    do throws(SystemFailure) {
      if program == nil {
        let started = try PacketProgram(startingFirstOf: places)
        // One that could not be started has gone, perhaps before this is sent: that is seen when it is waited for.
        try? started.send(settings.packet.span)
        program = consume started
      }
    } catch {
      throw .system(.directoryProgram, error)
    }
    // As above, and a connection that was closed meanwhile.
    try? program?.send(order.packet.span)
  }

  private func receive() throws(StoreFailure) -> DirectoryReply {
    guard let arrival = try arrival() else { throw .directory(.unreachable) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(arrival.count)
    for index in arrival.bytes.indices { bytes.append(arrival.bytes[index]) }
    guard let reply = DirectoryReply(bytes) else { throw nonsense() }
    return reply
  }

  /// What comes of a program that says something else than was asked: what it says next would answer something else.
  private func nonsense() -> StoreFailure {
    stop()
    return .directory(.malformed)
  }

  /// - Returns: `nil` where the program has ended, or none was there in time.
  private func arrival() throws(StoreFailure) -> SecretBytes? {
    do throws(SystemFailure) {
      if case .packet(let packet)? = try program?.receive(
        atMost: DirectoryReply.longestPacket, milliseconds: settings.patience, watchesInput: false)
      {
        return packet
      }
    } catch {
      stop()
      throw .system(.directoryProgram, error)
    }
    stop()
    guard isInstalled else { throw .system(.directoryProgram, SystemFailure(.start, .noEntry)) }
    return nil
  }

  private var isInstalled: Bool {
    places.contains { (try? FileDescriptor.open($0, .readThroughLinks)) != nil }
  }

  private func stop() {
    program = nil
    latest = nil
  }
}
