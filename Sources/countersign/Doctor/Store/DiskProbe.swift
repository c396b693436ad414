import Countersign

/// Asks for the room on the file systems of our files.
enum DiskProbe {
  static func check(_ location: StoreLocation) -> DiskCheck {
    let paths = StorePaths(location, nil)
    return DiskCheck(
      store: place(paths[.baseDirectory], location.baseDirectory),
      audit: place(paths[.auditDirectory], location.auditDirectory))
  }

  private static func place(_ shown: String, _ path: FilePath) -> DiskCheck.Place? {
    guard let room = try? FileSystemRoom(of: path) else { return nil }
    return DiskCheck.Place(
      path: shown, freeBytes: room.freeBytes, freeFiles: room.freeFiles, isReadOnly: room.isReadOnly)
  }
}
