extension UserStore {
  /// The directory, where the policy of this host or whoever opens the store says so.
  ///
  /// - Parameter login: who binds there instead of the host.
  static func directory(
    _ location: StoreLocation, _ configuration: CheckedPath, as login: DirectoryLogin? = nil
  ) throws(StoreFailure) -> DirectoryStore? {
    guard DirectoryStore.isUsable, location.choice == .byPolicy || location.choice == .directory else { return nil }
    let text = try PolicyFile.text(from: configuration, owner: location.owner) ?? []
    let policy: Policy
    do throws(PolicyFlaw) {
      policy = try PolicyReader.read(text)
    } catch {
      // Files can be looked after whatever is wrong with the policy, as long as no line speaks of a directory.
      guard location.choice == .directory || DirectoryLines.mentionsStore(text) else { return nil }
      throw .malformedPolicy(error)
    }
    guard policy.usesDirectory || location.choice == .directory else { return nil }
    guard let own = policy.directory, let settings = own.binding(login ?? own.login) else {
      throw .directory(.badOrder)
    }
    let keys = try SealKeyFile.loadSite(from: configuration, owner: location.owner)
    return DirectoryStore(settings, keys: keys, window: policy.largestWindow, at: location)
  }

  /// The names of the site keys, where the directory is looked at.
  public var siteKeys: SiteKeyNames? { directory.map { SiteKeyNames($0.keys) } }

  /// The directory, if this user is looked after there: who has a record in the files is looked after here.
  borrowing func directory(of user: UserName) throws(StoreFailure) -> DirectoryStore? {
    guard DirectoryStore.isUsable, let directory else { return nil }
    if location.choice == .directory { return directory }
    do throws(SystemFailure) {
      _ = try base.status(of: UserStore.recordPath(of: user))
      return nil
    } catch {
      guard error.errno == .noEntry else { throw .system(.record, error) }
      return directory
    }
  }

  /// Whether a user is in the files, as far as that can be told.
  private borrowing func hasFile(of user: UserName) -> Bool {
    location.choice != .directory && (try? base.status(of: UserStore.recordPath(of: user))) != nil
  }

  /// Whether what has lost its turn may be tried once more.
  borrowing func hasTurn(after failure: StoreFailure, _ turns: inout DirectoryTurns) -> Bool {
    DirectoryStore.isUsable && failure == .overtaken && turns.again()
  }

  // MARK: Administration

  /// Changes a user in the directory, from what stands there until nobody was faster.
  ///
  /// - Parameter body: makes the change; is called again with what others have made of the user meanwhile.
  borrowing func change(
    _ user: UserName, in directory: DirectoryStore,
    _ body: (inout StoredUser, borrowing SealKey) throws(AdministrationFailure) -> Void
  ) throws(AdministrationFailure) {
    var turns = DirectoryTurns()
    while true {
      do throws(AdministrationFailure) {
        return try changeOnce(user, in: directory, body)
      } catch {
        guard case .store(let failure) = error, hasTurn(after: failure, &turns) else { throw error }
      }
    }
  }

  private borrowing func changeOnce(
    _ user: UserName, in directory: DirectoryStore,
    _ body: (inout StoredUser, borrowing SealKey) throws(AdministrationFailure) -> Void
  ) throws(AdministrationFailure) {
    let key = directory.keys.current
    let entry = try storing { () throws(StoreFailure) in try directory.read(user) }
    guard let entry else {
      var after = StoredUser(record: nil, state: UserState())
      try body(&after, key.key)
      after.retireTicketOfEnrolled()
      guard let record = after.record else { return }
      return try storing { () throws(StoreFailure) in try directory.add(record, after.state) }
    }
    let record: UserRecord
    do { record = try entry.read.record(under: key) } catch { throw .store(.seal(error)) }
    var after = StoredUser(record: record, state: entry.state)
    after.state.keepOnly(record)
    try body(&after, key.key)
    after.retireTicketOfEnrolled()
    try put(after, inPlaceOf: record, entry, in: directory)
  }

  private borrowing func put(
    _ after: StoredUser, inPlaceOf record: UserRecord, _ entry: DirectoryStore.Entry, in directory: DirectoryStore
  ) throws(AdministrationFailure) {
    let tokenKey = try storing { () throws(StoreFailure) in try currentKey() }
    let leaving = LeavingTokens(from: record, state: entry.state, to: after.record)
    keepCounters(of: leaving, tokenKey.key)
    try storing { () throws(StoreFailure) in
      guard let changed = after.record else {
        return try directory.remove(record.user, generation: entry.generation)
      }
      if changed != entry.read.record {
        try directory.write(changed, after.state)
      } else if after.state != entry.state {
        try directory.take(after.state, of: record.user)
      }
    }
    release(leaving, tokenKey.key)
  }

  /// Takes a user's entry away without making anything of it.
  borrowing func discard(_ user: UserName, in directory: DirectoryStore) throws(AdministrationFailure) {
    try storing { () throws(StoreFailure) in
      guard let found = try directory.find(user) else { return }
      try directory.remove(user, generation: found.generation)
    }
  }

  // MARK: All users

  /// Looks at everybody of whom something is stored, without keeping them all: first those in the files, in byte order,
  /// then those in the directory, in its own.
  ///
  /// - Parameter visit: what is stored of a user, `nil` where it was taken away meanwhile; says whether to go on.
  public borrowing func visitAll(
    _ visit: (UserName, Result<UserGlance?, StoreFailure>) -> Bool
  ) throws(StoreFailure) {
    let local = location.choice == .directory ? [] : try localNames()
    for user in local {
      let glance: Result<UserGlance?, StoreFailure>
      do throws(StoreFailure) { glance = .success(try self.glance(at: user)) } catch { glance = .failure(error) }
      guard visit(user, glance) else { return }
    }
    guard DirectoryStore.isUsable, let directory else { return }
    try directory.visitAll { one in
      switch one {
      case .user(let user, let entry):
        guard !hasFile(of: user) else { return true }
        return visit(user, entry.map { UserGlance(record: $0.read.record, state: $0.state) })
      case .flawed(let name):
        // As with files, a name that is not one of ours is passed over.
        guard let user = PercentEncoding.decode(name[...]).flatMap({ UserName($0) }), !hasFile(of: user) else {
          return true
        }
        return visit(user, .failure(.directory(.malformed)))
      }
    }
  }
}

extension Policy {
  /// The largest `Window` of any block; 0 where none has one.
  fileprivate var largestWindow: UInt32 {
    var largest: UInt32 = 0
    for statement in statements {
      if case .window(let steps) = statement.value { largest = max(largest, steps) }
    }
    return largest
  }
}
