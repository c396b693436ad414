/// The files of all users. Its rules, each with a test of its name:
///
/// - Every directory and file MUST belong to root, MUST be closed to everybody else and MUST be what it should be: no
///   link is followed, nothing is opened that could block, sizes are capped before reading.
/// - What is checked MUST be what is used: checks are made on the open descriptor, and of the folders `users` and
///   `state` below an open directory in which only root can put another in their place.
/// - Absent, unreadable, malformed and locked MUST stay four different outcomes. Only `ENOENT` of the record means
///   absent.
/// - A record MUST change by temporary file, `fsync`, `rename` and `fsync` of the directory, and only by
///   administration.
/// - The state MUST change in place, in the slot that does not serve, and MUST be on the disk before anybody learns
///   the outcome. A full file system therefore keeps nobody out.
/// - Reading, checking and recording MUST happen under one lock, which MUST NOT be waited for without bound nor be
///   held while a person types.
/// - A read that failed MUST NOT be followed by a write. Nothing resets silently.
public struct UserStore: ~Copyable {
  public let location: StoreLocation
  /// The directory of the folders `users` and `state`.
  let base: CheckedPath
  /// As they were when the store was opened; a rotation may have changed them since.
  private let keys: SealKeyRing
  /// Where those are looked after who are not in the files; `nil` where the files have all.
  #if hasFeature(Embedded)
    var directory: DirectoryStore? { nil }
  #else
    let directory: DirectoryStore?
  #endif

  /// Opens and checks the directories and reads the host keys.
  public init(_ location: StoreLocation) throws(StoreFailure) {
    let root = try StoreRoot(location)
    try self.init(location, root, try root.configuration())
  }

  /// The same below a root and with a configuration directory that are open already.
  init(
    _ location: StoreLocation, _ root: StoreRoot, _ configuration: CheckedPath
  ) throws(StoreFailure) {
    let keys = try SealKeyFile.load(from: configuration, owner: location.owner)
    let base = try root.directory(location.base, place: .baseDirectory)
    do throws(StoreFailure) {
      try base.checkFolder(FilePath(UserStore.users), place: .usersDirectory, owner: location.owner)
      try base.checkFolder(FilePath(UserStore.states), place: .stateDirectory, owner: location.owner)
    } catch {
      guard DirectoryStore.isUsable, location.choice == .breakGlass else { throw error }
      throw UserStore.breakGlassFailure(error, in: base, owner: location.owner)
    }
    #if !hasFeature(Embedded)
      let directory = try UserStore.directory(location, configuration)
    #endif
    self.location = location
    self.keys = keys
    self.base = base
    #if !hasFeature(Embedded)
      self.directory = directory
    #endif
  }

  private static let users = Array(ascii: "users")
  private static let states = Array(ascii: "state")

  /// What was found instead of a break-glass store: one that a command was killed in making has nobody, and is as good
  /// as missing. One that has lost a folder still has files of somebody in the other.
  private static func breakGlassFailure(
    _ failure: StoreFailure, in base: CheckedPath, owner: UInt32
  ) -> StoreFailure {
    switch failure {
    case .unfit(.usersDirectory, .missing) where hasNobody(states, in: base, .stateDirectory, owner),
      .unfit(.stateDirectory, .missing) where hasNobody(users, in: base, .usersDirectory, owner):
      .unfit(.baseDirectory, .missing)
    default: failure
    }
  }

  private static func hasNobody(_ folder: [UInt8], in base: CheckedPath, _ place: StorePlace, _ owner: UInt32) -> Bool {
    do throws(StoreFailure) {
      let names: [[UInt8]]
      let opened = try CheckedDirectory(FilePath(folder), below: base, place: place, owner: owner)
      do { names = try opened.descriptor.names() } catch { throw .system(place, error) }
      // No user's file begins with a dot.
      return names.allSatisfy { $0.first == UInt8(ascii: ".") }
    } catch {
      return error == .unfit(place, .missing)
    }
  }

  /// A user's record, as a path below the base.
  static func recordPath(of user: UserName) -> FilePath { FilePath(users + [UInt8(ascii: "/")] + user.fileName) }

  /// A user's state, as a path below the base.
  static func statePath(of user: UserName) -> FilePath { FilePath(states + [UInt8(ascii: "/")] + user.fileName) }

  /// The folder of the records, for administration, which makes and lists files.
  borrowing func openUsers() throws(StoreFailure) -> CheckedDirectory {
    try CheckedDirectory(FilePath(UserStore.users), below: base, place: .usersDirectory, owner: location.owner)
  }

  /// The folder of the states, for administration.
  borrowing func openStates() throws(StoreFailure) -> CheckedDirectory {
    try CheckedDirectory(FilePath(UserStore.states), below: base, place: .stateDirectory, owner: location.owner)
  }

  /// Reads a user's record.
  ///
  /// - Returns: `nil` only when there is no file of that name.
  public borrowing func record(of user: UserName) throws(StoreFailure) -> UserRecord? {
    try readRecord(of: user)?.record
  }

  /// The names of all users of whom something is stored, in byte order. A name that is not one of ours is passed over.
  public borrowing func userNames() throws(StoreFailure) -> [UserName] {
    guard DirectoryStore.isUsable, directory != nil else { return try localNames() }
    var names: [UserName] = []
    try visitAll { user, _ in
      names.append(user)
      return true
    }
    return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// Those in the files.
  borrowing func localNames() throws(StoreFailure) -> [UserName] {
    let names: [[UInt8]]
    let users = try openUsers()
    do { names = try users.descriptor.names() } catch { throw .system(.usersDirectory, error) }
    return names.compactMap { PercentEncoding.decode($0[...]).flatMap { UserName($0) } }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// Opens the secret of a device, for showing it to its owner again.
  public borrowing func secret(of device: Device, of user: UserName) throws(StoreFailure) -> SecretBytes {
    let identifier = device.secret.keyIdentifier
    var key = keys.key(named: identifier)
    if key == nil { key = try loadKeys().key(named: identifier) }
    if DirectoryStore.isUsable, key == nil { key = directory?.keys.key(named: identifier) }
    guard let key else { throw .seal(.otherKey) }
    do { return try device.openSecret(of: user, key: key.key) } catch { throw .seal(error) }
  }

  /// A record with the file it was read from, and the key it is under.
  struct ReadRecord {
    let record: UserRecord
    /// `nil` for one in the directory.
    let status: FileStatus?
    let key: SharedSealKey

    /// Reads a record under the one or the other key.
    init(
      _ text: [UInt8], of user: UserName, keys: SealKeyRing, status: FileStatus?
    ) throws(StoreFailure) {
      self.status = status
      do throws(StoreFailure) {
        record = try RecordReader.read(text, of: user, key: keys.current.key)
        key = keys.current
      } catch {
        guard error == .malformedRecord(.notAuthentic), let retiring = keys.retiring else { throw error }
        record = try RecordReader.read(text, of: user, key: retiring.key)
        key = retiring
      }
    }

    /// The record as it is to be written: with everything sealed anew, unless it is under this key already.
    func record(under current: SharedSealKey) throws(SealFailure) -> UserRecord {
      guard key.identifier != current.identifier else { return record }
      var resealed = record
      try resealed.reseal(from: key.key, to: current.key)
      return resealed
    }
  }

  /// How often a record is read again because the keys have changed since they were read. A rotation changes them
  /// twice, and puts every record that it reaches on the disk between.
  static let mostReloads = 3

  /// Reads a user's record, whatever a rotation of the host key does meanwhile: the keys are read again only when those
  /// at hand do not fit.
  borrowing func readRecord(of user: UserName) throws(StoreFailure) -> ReadRecord? {
    if DirectoryStore.isUsable, let directory = try directory(of: user) { return try directory.read(user)?.read }
    var keys = keys
    for _ in 0..<UserStore.mostReloads {
      do throws(StoreFailure) {
        return try readRecord(of: user, keys: keys)
      } catch {
        guard error == .malformedRecord(.notAuthentic) else { throw error }
        let fresh = try loadKeys()
        guard !fresh.isSame(as: keys) else { throw error }
        keys = fresh
      }
    }
    return try readRecord(of: user, keys: keys)
  }

  /// The host keys as they stand now.
  borrowing func loadKeys() throws(StoreFailure) -> SealKeyRing {
    try SealKeyFile.load(from: try StoreRoot(location).configuration(), owner: location.owner)
  }

  /// The key under which new secrets are sealed, as it stands now.
  borrowing func currentKey() throws(StoreFailure) -> SharedSealKey { try loadKeys().current }

  borrowing func openConfiguration() throws(StoreFailure) -> CheckedDirectory {
    try StoreRoot(location).openConfiguration()
  }

  /// The directory above all folders, for administration.
  borrowing func openBase() throws(StoreFailure) -> CheckedDirectory {
    try StoreRoot(location).open(location.base, place: .baseDirectory)
  }

  borrowing func readRecord(of user: UserName, keys: SealKeyRing) throws(StoreFailure) -> ReadRecord? {
    let file: CheckedFile
    do throws(StoreFailure) {
      file = try CheckedFile(
        UserStore.recordPath(of: user), in: base, mode: .read, place: .record, owner: location.owner,
        sizes: 1...RecordFormat.largestSize)
    } catch {
      if error == .unfit(.record, .missing) { return nil }
      throw error
    }
    return try ReadRecord(try file.content(place: .record), of: user, keys: keys, status: file.status)
  }

  /// Takes the lock of a user's state and reads it. In a directory nothing is locked: there ``LockedState/record(_:)``
  /// is `.overtaken` where somebody else has changed the user since.
  borrowing func lockState(of user: UserName) throws(StoreFailure) -> LockedState {
    if DirectoryStore.isUsable, let directory = try directory(of: user) {
      return try LockedState(of: user, in: directory)
    }
    return try LockedState(of: user, in: base, location: location)
  }

  /// The record as it stands now, read again only if the file changed since.
  ///
  /// - Returns: `nil` when it was removed.
  borrowing func refreshed(_ earlier: ReadRecord) throws(StoreFailure) -> ReadRecord? {
    if DirectoryStore.isUsable, earlier.status == nil {
      return try directory?.asRead(earlier.record.user)?.read
    }
    do throws(SystemFailure) {
      let now = try base.status(of: UserStore.recordPath(of: earlier.record.user))
      if now == earlier.status { return earlier }
    } catch {
      if error.errno == .noEntry { return nil }
      throw .system(.record, error)
    }
    return try readRecord(of: earlier.record.user)
  }

  /// The state as it stands now, for showing it.
  public borrowing func state(of user: UserName) throws(StoreFailure) -> UserState {
    try lockState(of: user).state
  }
}
