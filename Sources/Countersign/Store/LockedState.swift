/// A user's state file under its lock: what is read here is still true when it is written back.
///
/// The lock is released when the value goes away. It is never held while a person types.
struct LockedState: ~Copyable {
  private let file: CheckedFile
  private let user: UserName
  private var slots: StateSlots

  /// The state as it stands on the disk.
  var state: UserState { slots.current.state }
  /// Whether one slot was damaged and the other one served.
  var fellBack: Bool { slots.fellBack }

  /// Opens the file, takes its lock and reads it.
  ///
  /// - Throws: `.locked` when another process kept the lock for the whole wait.
  init(of user: UserName, in directory: borrowing CheckedDirectory, location: StoreLocation) throws(StoreFailure) {
    let name = FilePath(user.fileName)
    let size = UInt64(StateFormat.fileSize)
    var deadline = try LockDeadline(seconds: location.lockWait)
    while true {
      let file = try CheckedFile(
        name, in: directory, mode: .update, place: .state, owner: location.owner, sizes: size...size)
      try deadline.lock(file.descriptor, place: .state)
      // Removing a user takes the file away; a lock on a file without a name excludes nobody.
      guard try LockedState.isCurrent(file.status, name, in: directory) else { continue }
      slots = try StateSlots(try file.content(place: .state), user: user)
      self.file = file
      self.user = user
      return
    }
  }

  private static func isCurrent(
    _ status: FileStatus, _ name: FilePath, in directory: borrowing CheckedDirectory
  ) throws(StoreFailure) -> Bool {
    do {
      return try directory.descriptor.status(of: name).isSameFile(as: status)
    } catch {
      throw error.errno == .noEntry ? .unfit(.state, .missing) : .system(.state, error)
    }
  }

  /// Puts a new state on the disk: into the slot that does not serve now, in place, with one `fdatasync`.
  ///
  /// - Throws: when it is not certain that the state is on the disk; the caller must refuse the login then.
  mutating func record(_ state: UserState) throws(StoreFailure) {
    let next = try slots.following(state)
    guard let bytes = StateFormat.encode(next.slot, user: user) else { throw .fullState }
    do {
      try file.descriptor.write(bytes.span, at: Int64(next.index * StateFormat.slotSize))
      try file.descriptor.synchronizeData()
    } catch {
      throw .system(.state, error)
    }
    slots.advance(to: next)
  }
}
