/// Moves users between the files of this host and the directory, one after another, while people log in.
///
/// Into the directory: a mark is set, the entry is added with generation 0, which lets nobody in, and compared with
/// what was written; the record leaves the files; then the entry gets generation 1. Out of it: a mark is set, the entry
/// gets generation 0, state and record are written and compared, and the entry is taken away. At no moment both
/// places let the user in, and whatever is interrupted is gone on with by doing it again.
///
/// Logins of this host wait at the lock of the user's state meanwhile, other administration at its own.
public struct UserMigration: ~Copyable {
  /// What has become of a user.
  public enum Outcome: Equatable, Sendable {
    case moved
    case wasThere
  }

  private let store: UserStore
  private let directory: DirectoryStore
  private let destination: MigrationPlan.Destination

  /// Opens both stores, and changes nothing.
  ///
  /// - Parameters:
  ///   - toDirectory: whether into it, or out of it.
  ///   - login: who binds to it instead of the host.
  public init(
    _ location: StoreLocation, toDirectory: Bool, as login: DirectoryLogin?
  ) throws(StoreFailure) {
    let there = location.choosing(.directory)
    let configuration = try StoreRoot(location).configuration()
    guard let directory = try UserStore.directory(there, configuration, as: login) else { throw .directory(.badOrder) }
    store = try UserStore(location.choosing(.files))
    self.directory = directory
    destination = toDirectory ? .directory : .files
  }

  /// Everybody who is to be moved: who is in the other place, and whose move has not ended.
  public borrowing func names() throws(StoreFailure) -> [UserName] {
    var names = try MigrationMarks(in: store.openBase(), owner: store.location.owner).names()
    switch destination {
    case .directory: names += try store.localNames()
    case .files:
      try directory.visitAll { visit in
        if case .user(let user, _) = visit { names.append(user) }
        return true
      }
    }
    let sorted = names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    return sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
  }

  /// Finds out whether a user would be moved, and changes nothing about them.
  public borrowing func rehearse(_ user: UserName) throws(MigrationFailure) -> Outcome {
    let lock = try storing { () throws(StoreFailure) in try AdministrationLock(of: store) }
    defer { withExtendedLifetime(lock) {} }
    let marks = try marks()
    let entry = try storing { () throws(StoreFailure) in try directory.readAny(user) }
    let read = try record(of: user, lock.keys)
    let plan = try plan(user, isInFiles: read != nil, entry, marks)
    if plan == .nothing || plan == .tidy { return .wasThere }
    if destination == .files, let entry, entry.isDoubtful { throw .inDoubt }
    do throws(SealFailure) {
      if destination == .directory { _ = try read?.record(under: directory.keys.current) } else {
        _ = try entry?.read.record(under: lock.keys.current)
      }
    } catch {
      throw .store(.seal(error))
    }
    return .moved
  }

  /// Moves a user.
  public borrowing func move(_ user: UserName) throws(MigrationFailure) -> Outcome {
    let lock = try storing { () throws(StoreFailure) in try AdministrationLock(of: store) }
    defer { withExtendedLifetime(lock) {} }
    let marks = try marks()
    let read = try record(of: user, lock.keys)
    guard let read else { return try moveWithoutRecord(user, marks, lock.keys) }
    // Nobody logs in by the files until it is decided where they do.
    let locked = try storing { () throws(StoreFailure) in try store.lockState(of: user) }
    let entry = try storing { () throws(StoreFailure) in try directory.readAny(user) }
    switch try plan(user, isInFiles: true, entry, marks) {
    case .moveIn(let clears): try moveIn(read, locked.state, clears: clears, marks)
    case .drop:
      try storing { () throws(StoreFailure) in try directory.remove(user, generation: 0) }
      try end(user, marks)
    case .tidy:
      try end(user, marks)
      return .wasThere
    case .nothing, .admit, .moveOut, .settle: return .wasThere
    }
    return .moved
  }

  private borrowing func moveWithoutRecord(
    _ user: UserName, _ marks: borrowing MigrationMarks, _ keys: SealKeyRing
  ) throws(MigrationFailure) -> Outcome {
    let entry = try storing { () throws(StoreFailure) in try directory.readAny(user) }
    let plan = try plan(user, isInFiles: false, entry, marks)
    guard let entry else { return .wasThere }
    switch plan {
    case .admit:
      try storing { () throws(StoreFailure) in try directory.admit(entry) }
      try clear(user, marks)
    case .tidy:
      try clear(user, marks)
      return .wasThere
    case .moveOut:
      guard !entry.isDoubtful else { throw .inDoubt }
      try settle(try withheld(user, entry, marks), marks, keys)
    case .settle: try settle(entry, marks, keys)
    case .nothing, .moveIn, .drop: return .wasThere
    }
    return .moved
  }

  // MARK: What there is

  private borrowing func marks() throws(MigrationFailure) -> MigrationMarks {
    try storing { () throws(StoreFailure) in try MigrationMarks(in: store.openBase(), owner: store.location.owner) }
  }

  private borrowing func record(
    of user: UserName, _ keys: SealKeyRing
  ) throws(MigrationFailure) -> UserStore.ReadRecord? {
    try storing { () throws(StoreFailure) in try store.readRecord(of: user, keys: keys) }
  }

  private borrowing func plan(
    _ user: UserName, isInFiles: Bool, _ entry: DirectoryStore.Entry?, _ marks: borrowing MigrationMarks
  ) throws(MigrationFailure) -> MigrationPlan {
    let mark = try storing { () throws(StoreFailure) in try marks.mark(of: user) }
    return try MigrationPlan.plan(
      to: destination, isInFiles: isInFiles, mark: mark, generation: entry?.generation)
  }

  // MARK: Into the directory

  private borrowing func moveIn(
    _ read: UserStore.ReadRecord, _ state: UserState, clears: Bool, _ marks: borrowing MigrationMarks
  ) throws(MigrationFailure) {
    let user = read.record.user
    let record: UserRecord
    do { record = try read.record(under: directory.keys.current) } catch { throw .store(.seal(error)) }
    var state = state
    state.keepOnly(record)
    let written = state
    let entry = try storing { () throws(StoreFailure) in
      try marks.begin(user)
      do throws(StoreFailure) {
        if clears { try directory.remove(user, generation: 0) }
        try directory.add(record, written, generation: 0)
      } catch {
        // Then nothing has begun.
        if !clears, error == .directory(.forbidden) { try marks.end(user) }
        throw error
      }
      return try directory.holds(record, written) ? try directory.readAny(user) : nil
    }
    guard let entry, entry.generation == 0 else { throw .notVerified }
    try storing { () throws(StoreFailure) in
      try marks.take(user, from: store.openBase(), try store.openUsers())
      try directory.admit(entry)
    }
    try clear(user, marks)
  }

  /// Takes away what the files still have of a user who is in the directory.
  private borrowing func clear(_ user: UserName, _ marks: borrowing MigrationMarks) throws(MigrationFailure) {
    try storing { () throws(StoreFailure) in
      try AtomicReplacement.remove(FilePath(user.fileName), from: try store.openStates(), place: .state)
    }
    try end(user, marks)
  }

  private borrowing func end(_ user: UserName, _ marks: borrowing MigrationMarks) throws(MigrationFailure) {
    try storing { () throws(StoreFailure) in try marks.end(user) }
  }

  // MARK: Into the files

  /// The entry as it stands when nobody is let in by it any more.
  private borrowing func withheld(
    _ user: UserName, _ first: DirectoryStore.Entry, _ marks: borrowing MigrationMarks
  ) throws(MigrationFailure) -> DirectoryStore.Entry {
    var turns = DirectoryTurns()
    var entry = first
    try storing { () throws(StoreFailure) in try marks.begin(user) }
    while true {
      do throws(StoreFailure) {
        try directory.withhold(entry)
        return entry
      } catch {
        guard error == .overtaken, turns.again() else { throw .store(error) }
      }
      guard let next = try storing({ () throws(StoreFailure) in try directory.readAny(user) }) else {
        throw .notEnrolled
      }
      guard next.generation > 0 else { throw .begunElsewhere }
      guard !next.isDoubtful else { throw .inDoubt }
      entry = next
    }
  }

  private borrowing func settle(
    _ entry: DirectoryStore.Entry, _ marks: borrowing MigrationMarks, _ keys: SealKeyRing
  ) throws(MigrationFailure) {
    guard !entry.isDoubtful else { throw .inDoubt }
    let user = entry.read.record.user
    let record: UserRecord
    do { record = try entry.read.record(under: keys.current) } catch { throw .store(.seal(error)) }
    guard let slots = StateSlots.initial(entry.state, user: user) else { throw .store(.fullState) }
    let text = RecordFormat.write(record, key: keys.current.key)
    guard UInt64(text.count) <= RecordFormat.largestSize else { throw .store(.fullState) }
    let name = FilePath(user.fileName)
    try storing { () throws(StoreFailure) in
      try AtomicReplacement.write(slots.span, to: name, in: try store.openStates(), place: .state)
      try AtomicReplacement.write(text.span, to: name, in: try store.openUsers(), place: .record)
    }
    // From here on this host lets the user in by the files; all others still find the entry that lets nobody in.
    guard let found = try self.record(of: user, keys), found.record == record else { throw .notVerified }
    let state = try storing { () throws(StoreFailure) in try store.glancedState(of: user) }
    guard state == entry.state else { throw .notVerified }
    try storing { () throws(StoreFailure) in try directory.remove(user, generation: 0) }
    try end(user, marks)
  }

  private borrowing func storing<Value: ~Copyable>(
    _ body: () throws(StoreFailure) -> Value
  ) throws(MigrationFailure) -> Value {
    do { return try body() } catch { throw .store(error) }
  }
}
