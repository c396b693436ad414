extension UserStore {
  /// Changes a user under the locks that keep out other administrators and this user's logins.
  ///
  /// What is new in the state is on the disk before the record that needs it, and a record goes before its state, so
  /// that a crash at any moment leaves either the old user or the new one.
  ///
  /// - Parameter body: makes the change, or throws to leave everything as it is.
  borrowing func change(
    _ user: UserName, _ body: (inout StoredUser, borrowing SealKey) throws(AdministrationFailure) -> Void
  ) throws(AdministrationFailure) {
    let lock = try storing { () throws(StoreFailure) in try AdministrationLock(of: self) }
    defer { withExtendedLifetime(lock) {} }
    let keys = lock.keys
    if DirectoryStore.isUsable, let directory = try storing({ () throws(StoreFailure) in try directory(of: user) }) {
      return try change(user, in: directory, body)
    }
    if let read = try storing({ () throws(StoreFailure) in try readRecord(of: user, keys: keys) }) {
      try changeEnrolled(read, keys.current, body)
    } else {
      try changeUnenrolled(user, keys.current, body)
    }
  }

  /// Takes a user's files away without reading them: the way out when they are damaged.
  public borrowing func discard(_ user: UserName) throws(AdministrationFailure) {
    let lock = try storing { () throws(StoreFailure) in try AdministrationLock(of: self) }
    defer { withExtendedLifetime(lock) {} }
    if DirectoryStore.isUsable, let directory = try storing({ () throws(StoreFailure) in try directory(of: user) }) {
      return try discard(user, in: directory)
    }
    try removeFiles(of: user)
  }

  private borrowing func changeEnrolled(
    _ read: ReadRecord, _ key: SharedSealKey,
    _ body: (inout StoredUser, borrowing SealKey) throws(AdministrationFailure) -> Void
  ) throws(AdministrationFailure) {
    var locked = try storing { () throws(StoreFailure) in try lockState(of: read.record.user) }
    let record: UserRecord
    do { record = try read.record(under: key) } catch { throw .store(.seal(error)) }
    var after = StoredUser(record: record, state: locked.state)
    after.state.keepOnly(record)
    try body(&after, key.key)
    after.retireTicketOfEnrolled()
    let leaving = LeavingTokens(from: record, state: locked.state, to: after.record)
    keepCounters(of: leaving, key.key)
    defer { release(leaving, key.key) }
    guard let changed = after.record else { return try removeFiles(of: record.user) }
    if changed != read.record {
      try keep(after.state.retaining(locked.state), in: &locked)
      try write(changed, under: key)
    }
    try keep(after.state, in: &locked)
  }

  private borrowing func keep(_ state: UserState, in locked: inout LockedState) throws(AdministrationFailure) {
    guard state != locked.state else { return }
    do { try locked.record(state) } catch { throw .store(error) }
  }

  private borrowing func changeUnenrolled(
    _ user: UserName, _ key: SharedSealKey,
    _ body: (inout StoredUser, borrowing SealKey) throws(AdministrationFailure) -> Void
  ) throws(AdministrationFailure) {
    var after = StoredUser(record: nil, state: UserState())
    try body(&after, key.key)
    after.retireTicketOfEnrolled()
    guard let record = after.record else { return }
    guard let state = StateSlots.initial(after.state, user: user) else { throw .tooManyDevices }
    do throws(AdministrationFailure) {
      try storing { () throws(StoreFailure) in
        try AtomicReplacement.write(state.span, to: FilePath(user.fileName), in: try openStates(), place: .state)
      }
      try write(record, under: key)
    } catch {
      takeAway(user)
      throw error
    }
  }

  /// Takes away what an enrolment could not finish. A file has its name already when only its directory could not be
  /// put on the disk. A record that may still be there keeps its state: without it, it would let nobody in.
  private borrowing func takeAway(_ user: UserName) {
    let name = FilePath(user.fileName)
    guard let users = try? openUsers() else { return }
    do throws(SystemFailure) { try users.descriptor.unlink(name) } catch {
      guard error.errno == .noEntry else { return }
    }
    if let states = try? openStates() { try? states.descriptor.unlink(name) }
  }

  /// Puts a record on the disk. The caller holds the ``AdministrationLock`` that has the key.
  borrowing func write(_ record: UserRecord, under key: SharedSealKey) throws(AdministrationFailure) {
    let text = RecordFormat.write(record, key: key.key)
    guard UInt64(text.count) <= RecordFormat.largestSize else { throw .tooManyDevices }
    try storing { () throws(StoreFailure) in
      try AtomicReplacement.write(text.span, to: FilePath(record.user.fileName), in: try openUsers(), place: .record)
    }
  }

  private borrowing func removeFiles(of user: UserName) throws(AdministrationFailure) {
    let name = FilePath(user.fileName)
    try storing { () throws(StoreFailure) in
      let users = try openUsers()
      let states = try openStates()
      try AtomicReplacement.remove(name, from: users, place: .record)
      try AtomicReplacement.remove(name, from: states, place: .state)
    }
  }

  borrowing func storing<Value: ~Copyable>(
    _ body: () throws(StoreFailure) -> Value
  ) throws(AdministrationFailure) -> Value {
    do { return try body() } catch { throw .store(error) }
  }
}
