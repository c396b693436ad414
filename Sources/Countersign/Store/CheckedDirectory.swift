/// An open directory that belongs to root and to nobody else.
///
/// Files below it are opened relative to this descriptor, so that what was checked is what is used.
struct CheckedDirectory: StoreDirectory, ~Copyable {
  let descriptor: FileDescriptor

  /// Opens and checks a directory.
  init(
    _ path: FilePath, below parent: borrowing some StoreDirectory & ~Copyable, place: StorePlace, owner: UInt32
  ) throws(StoreFailure) {
    let opened: FileDescriptor
    do { opened = try parent.open(path, .directory) } catch { throw CheckedDirectory.failure(error, place) }
    try CheckedDirectory.check(opened, place, owner, .ownerOnly)
    descriptor = opened
  }

  /// Opens and checks a directory by its absolute path.
  init(_ path: FilePath, place: StorePlace, owner: UInt32, privacy: Privacy = .ownerOnly) throws(StoreFailure) {
    let opened = try CheckedDirectory.open(path, place)
    try CheckedDirectory.check(opened, place, owner, privacy)
    descriptor = opened
  }

  private static func open(_ path: FilePath, _ place: StorePlace) throws(StoreFailure) -> FileDescriptor {
    do { return try FileDescriptor.open(path, .directory) } catch { throw failure(error, place) }
  }

  private static func check(
    _ descriptor: borrowing FileDescriptor, _ place: StorePlace, _ owner: UInt32, _ privacy: Privacy
  ) throws(StoreFailure) {
    let status: FileStatus
    do { status = try descriptor.status() } catch { throw .system(place, error) }
    try check(status, place, owner, privacy)
  }

  /// Checks what was looked at by its name.
  static func check(
    folder status: FileStatus, _ place: StorePlace, _ owner: UInt32, _ privacy: Privacy
  ) throws(StoreFailure) {
    guard status.isDirectory else { throw .unfit(place, .notDirectory) }
    try check(status, place, owner, privacy)
  }

  private static func check(
    _ status: FileStatus, _ place: StorePlace, _ owner: UInt32, _ privacy: Privacy
  ) throws(StoreFailure) {
    guard status.owner == owner else { throw .unfit(place, .wrongOwner(status.owner)) }
    guard status.permissions & privacy.forbidden == 0 else { throw .unfit(place, .tooOpen(status.permissions)) }
  }

  borrowing func open(_ name: FilePath, _ mode: FileDescriptor.Mode) throws(SystemFailure) -> FileDescriptor {
    try descriptor.open(name, mode)
  }

  /// A failure to reach it, as what is wrong with it where that is known.
  static func failure(_ error: SystemFailure, _ place: StorePlace) -> StoreFailure {
    switch error.errno {
    case .noEntry: .unfit(place, .missing)
    // With O_DIRECTORY and O_NOFOLLOW together Linux says ENOTDIR for a symbolic link.
    case .notDirectory: .unfit(place, .notDirectory)
    case .tooManyLinks: .unfit(place, .symbolicLink)
    default: .system(place, error)
    }
  }
}
