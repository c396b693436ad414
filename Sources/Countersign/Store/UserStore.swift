/// The files of all users. Its rules, each with a test of its name:
///
/// - Every directory and file MUST belong to root, MUST be closed to everybody else and MUST be what it should be: no
///   link is followed, nothing is opened that could block, sizes are capped before reading.
/// - What is checked MUST be what is used: checks are made on the open descriptor.
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
  let users: CheckedDirectory
  let states: CheckedDirectory
  let key: SealKey

  /// Opens and checks the directories and reads the host key.
  public init(_ location: StoreLocation) throws(StoreFailure) {
    let root = try StoreRoot(location)
    try self.init(location, root, try root.openConfiguration())
  }

  /// The same below a root and with a configuration directory that are open already.
  init(
    _ location: StoreLocation, _ root: borrowing StoreRoot, _ configuration: borrowing CheckedDirectory
  ) throws(StoreFailure) {
    let key = try SealKeyFile.load(from: configuration, owner: location.owner)
    let base = try root.open(StoreLocation.base, place: .baseDirectory)
    let users = try CheckedDirectory(FilePath("users"), below: base, place: .usersDirectory, owner: location.owner)
    let states = try CheckedDirectory(FilePath("state"), below: base, place: .stateDirectory, owner: location.owner)
    self.location = location
    self.key = key
    self.users = users
    self.states = states
  }

  /// Reads a user's record.
  ///
  /// - Returns: `nil` only when there is no file of that name.
  public borrowing func record(of user: UserName) throws(StoreFailure) -> UserRecord? {
    try readRecord(of: user)?.record
  }

  /// The names of all users of whom something is stored, in byte order. A name that is not one of ours is passed over.
  public borrowing func userNames() throws(StoreFailure) -> [UserName] {
    let names: [[UInt8]]
    do { names = try users.descriptor.names() } catch { throw .system(.usersDirectory, error) }
    return names.compactMap { PercentEncoding.decode($0[...]).flatMap { UserName($0) } }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// Opens the secret of a device, for showing it to its owner again.
  public borrowing func secret(of device: Device, of user: UserName) throws(StoreFailure) -> SecretBytes {
    do { return try device.openSecret(of: user, key: key) } catch { throw .seal(error) }
  }

  /// A record with the file it was read from.
  struct ReadRecord {
    let record: UserRecord
    let status: FileStatus
  }

  borrowing func readRecord(of user: UserName) throws(StoreFailure) -> ReadRecord? {
    let file: CheckedFile
    do throws(StoreFailure) {
      file = try CheckedFile(
        FilePath(user.fileName), in: users, mode: .read, place: .record, owner: location.owner,
        sizes: 1...RecordFormat.largestSize)
    } catch {
      if error == .unfit(.record, .missing) { return nil }
      throw error
    }
    let record = try RecordReader.read(try file.content(place: .record), of: user, key: key)
    return ReadRecord(record: record, status: file.status)
  }

  /// Takes the lock of a user's state and reads it.
  borrowing func lockState(of user: UserName) throws(StoreFailure) -> LockedState {
    try LockedState(of: user, in: states, location: location)
  }

  /// The record as it stands now, read again only if the file changed since.
  ///
  /// - Returns: `nil` when it was removed.
  borrowing func refreshed(_ earlier: ReadRecord) throws(StoreFailure) -> UserRecord? {
    do throws(SystemFailure) {
      let now = try users.descriptor.status(of: FilePath(earlier.record.user.fileName))
      if now == earlier.status { return earlier.record }
    } catch {
      if error.errno == .noEntry { return nil }
      throw .system(.record, error)
    }
    return try record(of: earlier.record.user)
  }

  /// The state as it stands now, for showing it.
  public borrowing func state(of user: UserName) throws(StoreFailure) -> UserState {
    try lockState(of: user).state
  }
}
