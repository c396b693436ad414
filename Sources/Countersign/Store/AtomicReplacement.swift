/// Puts a whole file in place of another: temporary file, `fsync`, `rename`, `fsync` of the directory.
///
/// Only one process at a time may replace files in a directory; administration holds a lock for it.
enum AtomicReplacement {
  /// No user's file begins with a dot, so this name is never somebody's record.
  private static let temporary = FilePath(Array(ascii: ".new"))

  static func write(
    _ content: Span<UInt8>, to name: FilePath, in directory: borrowing CheckedDirectory, place: StorePlace
  ) throws(StoreFailure) {
    do throws(SystemFailure) {
      try removeIfPresent(temporary, from: directory)
      try writeNew(content, to: temporary, in: directory)
      try directory.descriptor.rename(temporary, to: name)
      try directory.descriptor.synchronize()
    } catch {
      try? removeIfPresent(temporary, from: directory)
      throw .system(place, error)
    }
  }

  /// Takes away what a replacement left that was killed on its way.
  static func removeUnfinished(
    from directory: borrowing CheckedDirectory, place: StorePlace
  ) throws(StoreFailure) {
    do { try removeIfPresent(temporary, from: directory) } catch { throw .system(place, error) }
  }

  /// Makes a file that must not exist yet, complete and on the disk, though not yet its name.
  static func writeNew(
    _ content: Span<UInt8>, to name: FilePath, in directory: borrowing CheckedDirectory
  ) throws(SystemFailure) {
    let file = try directory.descriptor.open(name, .new(permissions: 0o600))
    // The umask of the administrator's shell could have taken bits away.
    try file.setPermissions(0o600)
    try file.write(content)
    try file.synchronize()
  }

  /// Takes a file away, and that it is gone is on the disk; it need not be there.
  static func remove(
    _ name: FilePath, from directory: borrowing CheckedDirectory, place: StorePlace
  ) throws(StoreFailure) {
    do throws(SystemFailure) {
      try removeIfPresent(name, from: directory)
      try directory.descriptor.synchronize()
    } catch {
      throw .system(place, error)
    }
  }

  /// Takes a name away if it is there.
  static func removeIfPresent(_ name: FilePath, from directory: borrowing CheckedDirectory) throws(SystemFailure) {
    do throws(SystemFailure) {
      try directory.descriptor.unlink(name)
    } catch {
      guard error.errno == .noEntry else { throw error }
    }
  }
}
