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
    let directory = try storing { () throws(StoreFailure) in try lockDirectory() }
    defer { withExtendedLifetime(directory) {} }
    if let record = try storing({ () throws(StoreFailure) in try record(of: user) }) {
      try changeEnrolled(record, body)
    } else {
      try changeUnenrolled(user, body)
    }
  }

  /// Takes a user's files away without reading them: the way out when they are damaged.
  public borrowing func discard(_ user: UserName) throws(AdministrationFailure) {
    let directory = try storing { () throws(StoreFailure) in try lockDirectory() }
    defer { withExtendedLifetime(directory) {} }
    try removeFiles(of: user)
  }

  /// The lock that lets one administrator at a time make, replace and remove files.
  ///
  /// Whoever gets it begins by tidying up: a command that was killed may have left an unfinished file in either
  /// directory, and the next command need not be one that writes there.
  private borrowing func lockDirectory() throws(StoreFailure) -> CheckedDirectory {
    let directory = try CheckedDirectory(
      FilePath("."), below: states, place: .stateDirectory, owner: location.owner)
    var deadline = try LockDeadline(seconds: location.lockWait)
    try deadline.lock(directory.descriptor, place: .stateDirectory)
    try AtomicReplacement.removeUnfinished(from: users, place: .usersDirectory)
    try AtomicReplacement.removeUnfinished(from: states, place: .stateDirectory)
    return directory
  }

  private borrowing func changeEnrolled(
    _ record: UserRecord, _ body: (inout StoredUser, borrowing SealKey) throws(AdministrationFailure) -> Void
  ) throws(AdministrationFailure) {
    var locked = try storing { () throws(StoreFailure) in try lockState(of: record.user) }
    var after = StoredUser(record: record, state: locked.state)
    after.state.keepOnly(record)
    try body(&after, key)
    guard let changed = after.record else { return try removeFiles(of: record.user) }
    if after.state != locked.state {
      do { try locked.record(after.state) } catch { throw .store(error) }
    }
    if changed != record { try write(changed) }
  }

  private borrowing func changeUnenrolled(
    _ user: UserName, _ body: (inout StoredUser, borrowing SealKey) throws(AdministrationFailure) -> Void
  ) throws(AdministrationFailure) {
    var after = StoredUser(record: nil, state: UserState())
    try body(&after, key)
    guard let record = after.record else { return }
    guard let state = StateSlots.initial(after.state, user: user) else { throw .tooManyDevices }
    do throws(AdministrationFailure) {
      try storing { () throws(StoreFailure) in
        try AtomicReplacement.write(state, to: FilePath(user.fileName), in: states, place: .state)
      }
      try write(record)
    } catch {
      // A file has its name already when only its directory could not be put on the disk.
      try? AtomicReplacement.removeIfPresent(FilePath(user.fileName), from: users)
      try? AtomicReplacement.removeIfPresent(FilePath(user.fileName), from: states)
      throw error
    }
  }

  private borrowing func write(_ record: UserRecord) throws(AdministrationFailure) {
    let text = RecordFormat.write(record, key: key)
    guard UInt64(text.count) <= RecordFormat.largestSize else { throw .tooManyDevices }
    try storing { () throws(StoreFailure) in
      try AtomicReplacement.write(text, to: FilePath(record.user.fileName), in: users, place: .record)
    }
  }

  private borrowing func removeFiles(of user: UserName) throws(AdministrationFailure) {
    let name = FilePath(user.fileName)
    do throws(SystemFailure) {
      try AtomicReplacement.removeIfPresent(name, from: users)
      try users.descriptor.synchronize()
    } catch {
      throw .store(.system(.record, error))
    }
    do throws(SystemFailure) {
      try AtomicReplacement.removeIfPresent(name, from: states)
      try states.descriptor.synchronize()
    } catch {
      throw .store(.system(.state, error))
    }
  }

  private borrowing func storing<Value: ~Copyable>(
    _ body: () throws(StoreFailure) -> Value
  ) throws(AdministrationFailure) -> Value {
    do { return try body() } catch { throw .store(error) }
  }
}
