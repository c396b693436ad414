/// A directory that belongs to root and to nobody else, known by its path and not held open.
///
/// Only root can put another one in its place, or in place of a directory above it, and every file is checked on its
/// own descriptor once it is open. So a descriptor would protect from nobody, and a login makes four system calls less
/// without two of them. Where names are changed or locked, ``CheckedDirectory`` is what serves.
struct CheckedPath: StoreDirectory {
  /// With a slash at its end.
  private let beginning: [UInt8]

  /// Checks a directory.
  init(_ path: FilePath, place: StorePlace, owner: UInt32, privacy: Privacy = .ownerOnly) throws(StoreFailure) {
    let status: FileStatus
    do { status = try FileDescriptor.status(of: path) } catch { throw CheckedDirectory.failure(error, place) }
    try CheckedDirectory.check(folder: status, place, owner, privacy)
    beginning = path.bytes + [UInt8(ascii: "/")]
  }

  /// Checks a folder in this directory, whose files are opened by paths from here.
  func checkFolder(_ name: FilePath, place: StorePlace, owner: UInt32) throws(StoreFailure) {
    _ = try CheckedPath(name.below(beginning), place: place, owner: owner)
  }

  func open(_ name: FilePath, _ mode: FileDescriptor.Mode) throws(SystemFailure) -> FileDescriptor {
    try FileDescriptor.open(name.below(beginning), mode)
  }

  /// What has a name in it, links not followed.
  func status(of name: FilePath) throws(SystemFailure) -> FileStatus {
    try FileDescriptor.status(of: name.below(beginning))
  }
}
