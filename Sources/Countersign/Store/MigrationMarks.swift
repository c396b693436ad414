/// The folder `moving`: a file for each user whose move this host has begun and not ended. It is empty, or is the
/// record that was in the files.
struct MigrationMarks: ~Copyable {
  private static let folder = Array(ascii: "moving")

  private let directory: CheckedDirectory

  /// Opens the folder, and makes it first where it is missing.
  init(in base: borrowing CheckedDirectory, owner: UInt32) throws(StoreFailure) {
    do throws(SystemFailure) {
      try base.descriptor.makeDirectory(FilePath(MigrationMarks.folder), permissions: 0o700)
      try base.descriptor.synchronize()
    } catch {
      guard error.errno == .exists else { throw .system(.baseDirectory, error) }
    }
    let path = FilePath(MigrationMarks.folder)
    directory = try CheckedDirectory(path, below: base, place: .movingDirectory, owner: owner)
  }

  private init(_ directory: consuming CheckedDirectory) { self.directory = directory }

  /// Opens the folder.
  ///
  /// - Returns: `nil` where there is none, as nobody was moved yet.
  static func found(by store: borrowing UserStore) throws(StoreFailure) -> MigrationMarks? {
    do throws(StoreFailure) {
      let path = FilePath(MigrationMarks.folder)
      return MigrationMarks(
        try CheckedDirectory(path, below: store.base, place: .movingDirectory, owner: store.location.owner))
    } catch {
      guard error == .unfit(.movingDirectory, .missing) else { throw error }
      return nil
    }
  }

  borrowing func mark(of user: UserName) throws(StoreFailure) -> MigrationPlan.Mark {
    do throws(SystemFailure) {
      return try directory.descriptor.status(of: FilePath(user.fileName)).size > 0 ? .record : .begun
    } catch {
      guard error.errno == .noEntry else { throw .system(.movingDirectory, error) }
      return .none
    }
  }

  /// Everybody who has a mark.
  borrowing func names() throws(StoreFailure) -> [UserName] {
    let names: [[UInt8]]
    do { names = try directory.descriptor.names() } catch { throw .system(.movingDirectory, error) }
    return names.compactMap { PercentEncoding.decode($0[...]).flatMap { UserName($0) } }
  }

  /// Says that a move begins; that it does is on the disk.
  borrowing func begin(_ user: UserName) throws(StoreFailure) {
    guard try mark(of: user) == .none else { return }
    do throws(SystemFailure) {
      let file = try directory.descriptor.open(FilePath(user.fileName), .new(permissions: 0o600))
      try file.synchronize()
      try directory.descriptor.synchronize()
    } catch {
      throw .system(.movingDirectory, error)
    }
  }

  /// Takes the record out of the files. When this returns, that it is not there any more is on the disk.
  borrowing func take(
    _ user: UserName, from base: borrowing CheckedDirectory, _ users: borrowing CheckedDirectory
  ) throws(StoreFailure) {
    let mark = FilePath(MigrationMarks.folder + [UInt8(ascii: "/")] + user.fileName)
    do throws(SystemFailure) {
      try base.descriptor.rename(UserStore.recordPath(of: user), to: mark)
      try directory.descriptor.synchronize()
      try users.descriptor.synchronize()
    } catch {
      throw .system(.movingDirectory, error)
    }
  }

  /// The record that was in the files.
  ///
  /// - Returns: `nil` where there is no mark of the user, or none that is a record.
  borrowing func readRecord(
    of user: UserName, keys: SealKeyRing, owner: UInt32
  ) throws(StoreFailure) -> UserStore.ReadRecord? {
    let file: CheckedFile
    do throws(StoreFailure) {
      file = try CheckedFile(
        FilePath(user.fileName), in: directory, mode: .read, place: .record, owner: owner,
        sizes: 0...RecordFormat.largestSize)
    } catch {
      guard error == .unfit(.record, .missing) else { throw error }
      return nil
    }
    guard file.status.size > 0 else { return nil }
    return try UserStore.ReadRecord(try file.content(place: .record), of: user, keys: keys, status: file.status)
  }

  /// Puts a record in place of the one that was in the files. The caller holds the ``AdministrationLock`` that has the
  /// key.
  borrowing func replace(_ record: UserRecord, under key: SharedSealKey) throws(StoreFailure) {
    let text = RecordFormat.write(record, key: key.key)
    guard UInt64(text.count) <= RecordFormat.largestSize else { throw .fullState }
    let name = FilePath(record.user.fileName)
    try AtomicReplacement.write(text.span, to: name, in: directory, place: .movingDirectory)
  }

  /// Takes away what a replacement left that was killed on its way.
  borrowing func removeUnfinished() throws(StoreFailure) {
    try AtomicReplacement.removeUnfinished(from: directory, place: .movingDirectory)
  }

  /// Says that the move is over.
  borrowing func end(_ user: UserName) throws(StoreFailure) {
    try AtomicReplacement.remove(FilePath(user.fileName), from: directory, place: .movingDirectory)
  }
}
