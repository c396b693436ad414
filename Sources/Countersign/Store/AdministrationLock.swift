/// The lock that lets one administrator at a time make, replace and remove files, and the host keys as they stand while
/// it is held.
///
/// Whoever gets it begins by tidying up: a command that was killed may have left an unfinished file in any of the
/// directories, and the next command need not be one that writes there. The break-glass store has a lock of its own,
/// and who holds that one is not alone in the configuration directory.
struct AdministrationLock: ~Copyable {
  let configuration: CheckedDirectory
  /// Read under the lock: a key that was read before could be one that a rotation has taken out of use since.
  let keys: SealKeyRing
  private let held: CheckedDirectory

  /// - Throws: `.locked` when another process kept the lock for the whole wait.
  init(of store: borrowing UserStore) throws(StoreFailure) {
    let held = try store.openStates()
    var deadline = try LockDeadline(seconds: store.location.lockWait)
    try deadline.lock(held.descriptor, place: .stateDirectory)
    let configuration = try store.openConfiguration()
    if store.location.choice != .breakGlass {
      try AtomicReplacement.removeUnfinished(from: configuration, place: .configurationDirectory)
    }
    try AtomicReplacement.removeUnfinished(from: try store.openUsers(), place: .usersDirectory)
    try AtomicReplacement.removeUnfinished(from: held, place: .stateDirectory)
    if let tokens = try store.openTokens() {
      try AtomicReplacement.removeUnfinished(from: tokens, place: .tokensDirectory)
    }
    try MigrationMarks.found(by: store)?.removeUnfinished()
    let keys = try SealKeyFile.load(from: configuration, owner: store.location.owner)
    if keys.retiring != nil { try AdministrationLock.settle(configuration) }
    self.configuration = configuration
    self.keys = keys
    self.held = held
  }

  /// A key must be on the disk before anything is sealed under it, and the rotation that put it into the file may have
  /// been killed just before that.
  private static func settle(_ configuration: borrowing CheckedDirectory) throws(StoreFailure) {
    do { try configuration.descriptor.synchronize() } catch { throw .system(.configurationDirectory, error) }
  }
}
