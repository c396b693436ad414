/// Puts a new host key in place of the old one while logins and administration go on. Its steps:
///
/// 1. `seal.key` gets the new key in front of the old one. From now on everything is sealed under the new key, and a
///    record opens under the one or the other.
/// 2. Each record that is still under the old key is sealed anew, until a look at all of them finds none.
/// 3. `seal.key` is left with the new key alone.
///
/// Each step is on the disk before the next one begins, so that a crash at any moment leaves a store in which every
/// record opens, and the next rotation goes on from there. A record that cannot be read keeps the old key where it is:
/// a copy that is put in its place may need it.
///
/// Those who may get in while a directory is away have a store of their own under the same key, and are looked at as
/// well, and so are the records that a migration keeps until a move is over. A site key is another one, and no affair
/// of this.
///
/// The locks of users' states are not taken: logins only read records, a record changes as a whole, and what a login
/// decides on is the same before and after. So a login that hangs does not hold the rotation up.
public struct KeyRotation: ~Copyable {
  /// Whether an earlier rotation did not come to its end; this one goes on with it.
  public let isUnderWay: Bool
  private let store: UserStore
  /// Keeps other rotations out as long as this value lives.
  private let exclusion: CheckedDirectory

  /// How long other commands get for taking the lock after each record, in nanoseconds. They look for it every 5 ms,
  /// for 5 s.
  private static let turn: Int64 = 300_000

  /// Opens the store and keeps other rotations out. Changes nothing.
  ///
  /// - Throws: `.alreadyRunning` when another one did not end within the bound of locks.
  public init(_ location: StoreLocation) throws(KeyRotationFailure) {
    let store = try KeyRotation.storing { () throws(StoreFailure) in try UserStore(location.choosing(.files)) }
    let exclusion = try KeyRotation.storing { () throws(StoreFailure) in try store.openConfiguration() }
    do throws(StoreFailure) {
      var deadline = try LockDeadline(seconds: location.lockWait)
      try deadline.lock(exclusion.descriptor, place: .configurationDirectory)
    } catch {
      guard case .locked = error else { throw .store(error) }
      throw .alreadyRunning
    }
    let keys = try KeyRotation.storing { () throws(StoreFailure) in
      try SealKeyFile.load(from: exclusion, owner: location.owner)
    }
    self.isUnderWay = keys.retiring != nil
    self.store = store
    self.exclusion = exclusion
  }

  private static func storing<Value: ~Copyable>(
    _ body: () throws(StoreFailure) -> Value
  ) throws(KeyRotationFailure) -> Value {
    do { return try body() } catch { throw .store(error) }
  }

  /// Carries the rotation out.
  ///
  /// - Throws: whatever made going on pointless. What is done by then stays done, and every record opens.
  public borrowing func run() throws(KeyRotationFailure) -> KeyRotationOutcome {
    let keys = try begin()
    var resealed = 0
    while true {
      let look = try lookAtAll(keys)
      resealed += look.resealed
      let count = KeyRotationCount(records: look.records, resealed: resealed, key: keys.current.identifier)
      guard look.unreadable.isEmpty else { return .oldKeyKept(count, look.unreadable) }
      // Only a look that finds everything done has seen every record under the new key, those included that somebody
      // put back from a copy meanwhile.
      guard look.retiring == 0 else { continue }
      try end(keys)
      return .finished(count)
    }
  }

  // MARK: Keys

  /// The keys of this rotation, both in the key file and on the disk.
  private borrowing func begin() throws(KeyRotationFailure) -> SealKeyRing {
    try KeyRotation.storing { () throws(StoreFailure) in
      let lock = try AdministrationLock(of: store)
      defer { withExtendedLifetime(lock) {} }
      guard lock.keys.retiring == nil else { return lock.keys }
      let new: SharedSealKey
      do throws(SystemFailure) { new = try SharedSealKey.random(besides: lock.keys.current) } catch {
        throw .system(.sealKey, error)
      }
      let keys = SealKeyRing(new, retiring: lock.keys.current)
      do throws(StoreFailure) {
        try SealKeyFile.replace(keys, in: lock.configuration)
      } catch {
        // The file has its name already when only the directory could not be put on the disk.
        try? SealKeyFile.replace(lock.keys, in: lock.configuration)
        throw error
      }
      return keys
    }
  }

  private borrowing func end(_ keys: SealKeyRing) throws(KeyRotationFailure) {
    let lock = try lock(of: store, keys)
    defer { withExtendedLifetime(lock) {} }
    try KeyRotation.storing { () throws(StoreFailure) in
      try SealKeyFile.replace(SealKeyRing(keys.current), in: lock.configuration)
    }
  }

  /// The lock under which files are replaced.
  ///
  /// - Throws: `.keysChanged` when somebody has put other keys into the key file.
  private borrowing func lock(
    of store: borrowing UserStore, _ keys: SealKeyRing
  ) throws(KeyRotationFailure) -> AdministrationLock {
    let lock = try KeyRotation.storing { () throws(StoreFailure) in try AdministrationLock(of: store) }
    guard lock.keys.isSame(as: keys) else { throw .keysChanged }
    return lock
  }

  // MARK: Records

  /// What a look at all records has found and done.
  private struct Look {
    var records = 0
    /// How many were under the old key.
    var retiring = 0
    /// How many of those were sealed anew.
    var resealed = 0
    var unreadable: [UnreadableRecord] = []
  }

  private borrowing func lookAtAll(_ keys: SealKeyRing) throws(KeyRotationFailure) -> Look {
    var look = Look()
    try lookAt(try records(of: store, keys), in: store, keys, &look)
    // Opened anew each time: who makes it later finds the new key.
    let location = store.location.choosing(.breakGlass)
    do throws(KeyRotationFailure) {
      let offline = try KeyRotation.storing { () throws(StoreFailure) in try UserStore(location) }
      try lookAt(try records(of: offline, keys), in: offline, keys, &look)
    } catch {
      switch error {
      case .store(.unfit(.baseDirectory, .missing)): break
      case .keysChanged: throw error
      default: throw .breakGlass(error)
      }
    }
    // After the users: a record that a migration takes out of the files meanwhile is found here, and none comes back.
    try lookAt(try keptRecords(keys), in: store, keys, &look)
    return look
  }

  private borrowing func lookAt(
    _ records: [RotatedRecord], in store: borrowing UserStore, _ keys: SealKeyRing, _ look: inout Look
  ) throws(KeyRotationFailure) {
    for record in records {
      switch standing(record, in: store, keys) {
      case .removed: continue
      case .current: break
      case .unreadable(let failure): look.unreadable.append(record.unreadable(failure, in: store.location.choice))
      case .retiring, .retiringToken:
        look.retiring += 1
        if try reseal(record, in: store, keys) { look.resealed += 1 }
        Clock.pause(nanoseconds: KeyRotation.turn)
      }
      look.records += 1
    }
  }

  /// Everybody enrolled, and all tokens. A directory in which files are renamed may hide some from those who read it,
  /// hence the lock.
  private borrowing func records(
    of store: borrowing UserStore, _ keys: SealKeyRing
  ) throws(KeyRotationFailure) -> [RotatedRecord] {
    let lock = try lock(of: store, keys)
    defer { withExtendedLifetime(lock) {} }
    return try KeyRotation.storing { () throws(StoreFailure) in
      try store.userNames().map { .user($0) } + store.tokenSerials().map { .token($0) }
    }
  }

  /// Those whose move has begun; not all of them have a record that is kept.
  private borrowing func keptRecords(_ keys: SealKeyRing) throws(KeyRotationFailure) -> [RotatedRecord] {
    let lock = try lock(of: store, keys)
    defer { withExtendedLifetime(lock) {} }
    return try KeyRotation.storing { () throws(StoreFailure) in
      try MigrationMarks.found(by: store)?.names().map { .kept($0) } ?? []
    }
  }

  /// Seals a record anew.
  ///
  /// - Returns: whether it was still to be done; a command for the same user may have done it, or removed the user.
  private borrowing func reseal(
    _ record: RotatedRecord, in store: borrowing UserStore, _ keys: SealKeyRing
  ) throws(KeyRotationFailure) -> Bool {
    let lock = try lock(of: store, keys)
    defer { withExtendedLifetime(lock) {} }
    do throws(AdministrationFailure) {
      switch standing(record, in: store, keys) {
      case .retiring(let user): try write(user, for: record, in: store, keys.current)
      case .retiringToken(let token):
        try store.storing { () throws(StoreFailure) in try store.write(token, under: keys.current.key) }
      case .removed, .current, .unreadable: return false
      }
    } catch {
      throw record.failure(error)
    }
    return true
  }

  private borrowing func write(
    _ user: UserRecord, for record: RotatedRecord, in store: borrowing UserStore, _ key: SharedSealKey
  ) throws(AdministrationFailure) {
    guard case .kept = record else { return try store.write(user, under: key) }
    try store.storing { () throws(StoreFailure) in
      try MigrationMarks.found(by: store)?.replace(user, under: key)
    }
  }

  /// How a record stands.
  private enum Standing {
    case removed
    /// It is under the new key, and each of its secrets opens.
    case current
    /// It is under the old key; this is what has to be written.
    case retiring(UserRecord)
    case retiringToken(HardwareToken)
    case unreadable(StoreFailure)
  }

  private borrowing func standing(
    _ record: RotatedRecord, in store: borrowing UserStore, _ keys: SealKeyRing
  ) -> Standing {
    switch record {
    case .user(let user):
      standing(of: user, keys) { () throws(StoreFailure) in try store.readRecord(of: user, keys: keys) }
    case .token(let serial): standing(serial, in: store, keys)
    case .kept(let user):
      standing(of: user, keys) { () throws(StoreFailure) in
        try MigrationMarks.found(by: store)?.readRecord(of: user, keys: keys, owner: store.location.owner)
      }
    }
  }

  private borrowing func standing(
    _ serial: TokenSerial, in store: borrowing UserStore, _ keys: SealKeyRing
  ) -> Standing {
    do throws(StoreFailure) {
      guard let read = try store.readToken(serial, keys: keys) else { return .removed }
      do throws(SealFailure) {
        guard read.key.identifier == keys.current.identifier else {
          return .retiringToken(try read.token(under: keys.current.key))
        }
        _ = try read.token.openSecret(key: keys.current.key)
        return .current
      } catch {
        return .unreadable(.seal(error))
      }
    } catch {
      return .unreadable(error)
    }
  }

  private borrowing func standing(
    of user: UserName, _ keys: SealKeyRing, _ read: () throws(StoreFailure) -> UserStore.ReadRecord?
  ) -> Standing {
    do throws(StoreFailure) {
      guard let read = try read() else { return .removed }
      do throws(SealFailure) {
        guard read.key.identifier == keys.current.identifier else {
          return .retiring(try read.record(under: keys.current))
        }
        for device in read.record.devices { _ = try device.openSecret(of: user, key: keys.current.key) }
        return .current
      } catch {
        return .unreadable(.seal(error))
      }
    } catch {
      return .unreadable(error)
    }
  }
}
