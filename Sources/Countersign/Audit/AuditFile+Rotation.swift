/// Older files have a number behind their name, from 1 for the youngest to ``oldest``.
///
/// The order of a rotation: the line that says so, then the older names from the oldest on, then this file's name. A
/// file whose last line says so is never written again. Whoever finds one under the current name goes on from there;
/// whoever finds no file makes one, and begins it with where the youngest of the older ones ends.
extension AuditFile {
  /// How many older files are kept.
  public static let oldest = 9

  /// The name of an older file; of the current one for 0.
  static func path(_ number: Int) -> FilePath {
    guard number > 0 else { return FilePath(name) }
    return FilePath(name + [UInt8(ascii: ".")] + RecordFormat.decimal(UInt64(number)))
  }

  /// Writes the last line of a file and takes its name away.
  ///
  /// - Returns: the place behind that line; `nil` when somebody else did it meanwhile.
  func retire(_ file: borrowing CheckedFile, _ now: UInt64) throws(StoreFailure) -> AuditLink? {
    // Looked at first, so that no file is ended that cannot be renamed.
    let directory = try directory()
    guard try AuditFile.hasName(file, in: directory) else { return nil }
    guard let place = try add(.rotated, [], to: file, now) else { return nil }
    try AuditFile.shift(in: directory)
    return place
  }

  /// Whether this open file is the one that has the current name.
  static func hasName(
    _ file: borrowing CheckedFile, in directory: borrowing CheckedDirectory
  ) throws(StoreFailure) -> Bool {
    guard let named = try status(0, in: directory) else { return false }
    return named.device == file.status.device && named.inode == file.status.inode
  }

  /// Makes the current file the youngest of the older ones. Only names below the first free number move up, so that a
  /// rotation that was killed half-way and is done again loses nothing.
  static func shift(in directory: borrowing CheckedDirectory) throws(StoreFailure) {
    var number = 1
    while number < oldest, try status(number, in: directory) != nil { number += 1 }
    do throws(SystemFailure) {
      while number > 0 {
        number -= 1
        try directory.descriptor.rename(path(number), to: path(number + 1))
      }
    } catch {
      throw .system(.auditFile, error)
    }
  }

  private static func status(
    _ number: Int, in directory: borrowing CheckedDirectory
  ) throws(StoreFailure) -> FileStatus? {
    do throws(SystemFailure) {
      return try directory.descriptor.status(of: path(number))
    } catch {
      guard error.errno == .noEntry else { throw .system(.auditFile, error) }
      return nil
    }
  }
}
