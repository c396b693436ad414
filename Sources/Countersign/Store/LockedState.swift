/// A user's state file under its lock: what is read here is still true when it is written back.
///
/// The lock is released when the value goes away. It is never held while a person types.
struct LockedState: ~Copyable {
  /// `nil` in a directory.
  private let file: CheckedFile?
  #if hasFeature(Embedded)
    private var directory: DirectoryStore? { nil }
  #else
    private let directory: DirectoryStore?
  #endif
  private let user: UserName
  private var slots: StateSlots

  /// The state as it stands on the disk.
  var state: UserState { slots.current.state }
  /// Whether one slot was damaged and the other one served.
  var fellBack: Bool { slots.fellBack }

  /// Opens the file, takes its lock and reads it.
  ///
  /// - Throws: `.locked` when another process kept the lock for the whole wait.
  init(of user: UserName, in base: CheckedPath, location: StoreLocation) throws(StoreFailure) {
    let name = UserStore.statePath(of: user)
    let size = UInt64(StateFormat.fileSize)
    var deadline = try LockDeadline(seconds: location.lockWait)
    while true {
      let opened = try CheckedFile.open(name, in: base, .update, .state)
      try deadline.lock(opened, place: .state)
      let file: CheckedFile
      do throws(StoreFailure) {
        file = try CheckedFile(checking: opened, place: .state, owner: location.owner, sizes: size...size)
      } catch {
        // Removing a user takes the file's name away, and a lock on a file without a name excludes nobody. There may be
        // another one by now; if not, opening it says so.
        guard error == .unfit(.state, .replaced) else { throw error }
        continue
      }
      let slots = try StateSlots(try file.content(place: .state), user: user)
      self.init(user, slots, file: consume file, directory: nil)
      return
    }
  }

  /// Reads the state of a user in a directory.
  ///
  /// - Throws: `.unfit(.state, .missing)` where there is no such user any more.
  init(of user: UserName, in directory: DirectoryStore) throws(StoreFailure) {
    guard let entry = try directory.read(user) else { throw .unfit(.state, .missing) }
    self.init(
      user, StateSlots(entry.state, generation: entry.generation), file: nil, directory: directory)
  }

  private init(_ user: UserName, _ slots: StateSlots, file: consuming CheckedFile?, directory: DirectoryStore?) {
    self.file = file
    #if !hasFeature(Embedded)
      self.directory = directory
    #endif
    self.user = user
    self.slots = slots
  }

  /// Puts a new state on the disk: into the slot that does not serve now, in place, with one `fdatasync`.
  ///
  /// - Throws: when it is not certain that the state is on the disk; the caller must refuse the login then.
  mutating func record(_ state: UserState) throws(StoreFailure) {
    if DirectoryStore.isUsable, let directory { return try directory.take(state, of: user) }
    let next = try slots.following(state)
    guard let bytes = StateFormat.encode(next.slot, user: user) else { throw .fullState }
    switch file {
    case .none: throw .damagedState
    case .some(let file):
      do {
        try file.descriptor.write(bytes.span, at: Int64(next.index * StateFormat.slotSize))
        try file.descriptor.synchronizeData()
      } catch {
        throw .system(.state, error)
      }
    }
    slots.advance(to: next)
  }
}
