extension StoreFounding {
  private static let offline = Array(ascii: "offline")
  private static let unfinished = Array(ascii: "offline.new")

  /// Makes the folders of those who may get in while the directory is away, in a store that is there, and puts them on
  /// the disk. They get their name as one step; what a command has left that was killed is gone on with.
  ///
  /// - Throws: `.locked` when another process kept the lock for the whole wait; all of it about the ordinary store.
  public static func foundBreakGlass(_ location: StoreLocation) throws(StoreFailure) {
    let base = try StoreRoot(location).open(StoreLocation.ordinaryBase, place: .baseDirectory)
    do throws(SystemFailure) {
      if try isWhole(in: base) { return try base.descriptor.synchronize() }
    } catch {
      throw .system(.baseDirectory, error)
    }
    let lock = try AdministrationLock(of: try UserStore(location.choosing(.files)))
    defer { withExtendedLifetime(lock) {} }
    do throws(SystemFailure) { try complete(in: base) } catch { throw .system(.baseDirectory, error) }
  }

  private static func isWhole(in base: borrowing CheckedDirectory) throws(SystemFailure) -> Bool {
    for folder in folders {
      guard try has(offline + [UInt8(ascii: "/")] + folder, in: base.descriptor) else { return false }
    }
    return true
  }

  /// The caller holds the lock of the ordinary store.
  private static func complete(in base: borrowing CheckedDirectory) throws(SystemFailure) {
    // Earlier versions gave it its name before it was whole.
    if try has(offline, in: base.descriptor) {
      try makeFolders(in: try base.descriptor.open(FilePath(offline), .directory))
    } else {
      let made = try makeIfMissing(unfinished, in: base.descriptor)
      try makeFolders(in: made)
      try base.descriptor.rename(FilePath(unfinished), to: FilePath(offline))
    }
    try base.descriptor.synchronize()
  }

  private static func makeFolders(in store: borrowing FileDescriptor) throws(SystemFailure) {
    for folder in folders { try makeIfMissing(folder, in: store).synchronize() }
    try store.synchronize()
  }

  private static var folders: [[UInt8]] { [Array(ascii: "users"), Array(ascii: "state")] }

  private static func makeIfMissing(
    _ name: [UInt8], in parent: borrowing FileDescriptor
  ) throws(SystemFailure) -> FileDescriptor {
    do throws(SystemFailure) {
      try parent.makeDirectory(FilePath(name), permissions: 0o700)
    } catch {
      guard error.errno == .exists else { throw error }
      return try parent.open(FilePath(name), .directory)
    }
    let made = try parent.open(FilePath(name), .directory)
    // The umask of the administrator's shell could have taken bits away.
    try made.setPermissions(0o700)
    return made
  }

  private static func has(_ name: [UInt8], in parent: borrowing FileDescriptor) throws(SystemFailure) -> Bool {
    do throws(SystemFailure) {
      _ = try parent.status(of: FilePath(name))
      return true
    } catch {
      guard error.errno == .noEntry else { throw error }
      return false
    }
  }
}
