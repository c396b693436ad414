/// An open directory that belongs to root and to nobody else.
///
/// Files below it are opened relative to this descriptor, so that what was checked is what is used.
struct CheckedDirectory: ~Copyable {
  let descriptor: FileDescriptor

  /// Opens and checks a directory.
  init(
    _ path: FilePath, below parent: borrowing CheckedDirectory, place: StorePlace, owner: UInt32
  ) throws(StoreFailure) {
    let opened = try CheckedDirectory.open(path, below: parent.descriptor, place)
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

  private static func open(
    _ path: FilePath, below parent: borrowing FileDescriptor, _ place: StorePlace
  ) throws(StoreFailure) -> FileDescriptor {
    do { return try parent.open(path, .directory) } catch { throw failure(error, place) }
  }

  private static func check(
    _ descriptor: borrowing FileDescriptor, _ place: StorePlace, _ owner: UInt32, _ privacy: Privacy
  ) throws(StoreFailure) {
    let status: FileStatus
    do { status = try descriptor.status() } catch { throw .system(place, error) }
    try check(status, place, owner, privacy)
  }

  /// Checks a folder in this directory without opening it: what only root can change stays as it was checked.
  ///
  /// The caller opens what lies in it by a path relative to this directory, which takes two system calls less than a
  /// descriptor of the folder's own.
  borrowing func checkFolder(_ name: FilePath, place: StorePlace, owner: UInt32) throws(StoreFailure) {
    let status: FileStatus
    do { status = try descriptor.status(of: name) } catch { throw CheckedDirectory.failure(error, place) }
    guard status.isDirectory else { throw .unfit(place, .notDirectory) }
    try CheckedDirectory.check(status, place, owner, .ownerOnly)
  }

  private static func check(
    _ status: FileStatus, _ place: StorePlace, _ owner: UInt32, _ privacy: Privacy
  ) throws(StoreFailure) {
    guard status.owner == owner else { throw .unfit(place, .wrongOwner(status.owner)) }
    guard status.permissions & privacy.forbidden == 0 else { throw .unfit(place, .tooOpen(status.permissions)) }
  }

  private static func failure(_ error: SystemFailure, _ place: StorePlace) -> StoreFailure {
    switch error.errno {
    case .noEntry: .unfit(place, .missing)
    // With O_DIRECTORY and O_NOFOLLOW together Linux says ENOTDIR for a symbolic link.
    case .notDirectory: .unfit(place, .notDirectory)
    case .tooManyLinks: .unfit(place, .symbolicLink)
    default: .system(place, error)
    }
  }
}
