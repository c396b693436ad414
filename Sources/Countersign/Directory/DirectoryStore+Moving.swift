extension DirectoryStore {
  /// Reads a user, also one who is being moved.
  ///
  /// - Returns: `nil` only when the deciding provider says that there is no such user.
  func readAny(_ user: UserName) throws(StoreFailure) -> Entry? {
    guard let found = try find(user) else { return nil }
    return try anyEntry(found)
  }

  /// Whether an entry with generation 0 is just what was written.
  func holds(_ record: UserRecord, _ state: UserState) throws(StoreFailure) -> Bool {
    guard let found = try find(record.user), found.generation == 0 else { return false }
    let (read, there) = (try self.record(found).record, try self.state(found))
    return read == record && there == state
  }

  /// Lets nobody in by an entry any more; it stays, with generation 0.
  ///
  /// - Throws: `.overtaken` where it has changed since it was read.
  func withhold(_ entry: Entry) throws(StoreFailure) {
    let user = entry.read.record.user
    latest = nil
    guard let state = try encode(entry.state, 0, user) else { throw .fullState }
    try confirm(try reply(to: .withhold(user, generation: entry.generation, state: state)))
  }

  /// Lets people in by an entry that has generation 0.
  func admit(_ entry: Entry) throws(StoreFailure) {
    let user = entry.read.record.user
    latest = nil
    guard let state = try encode(entry.state, 1, user) else { throw .fullState }
    try confirm(try reply(to: .take(user, generation: 0, state: state)))
  }
}
