import CPosix

/// How much may still be added to a file system, by root.
public struct FileSystemRoom: Equatable, Sendable {
  public let freeBytes: UInt64
  /// `nil` where files are not counted.
  public let freeFiles: UInt64?
  public let isReadOnly: Bool

  /// That of the file system on which a path lies.
  public init(of path: FilePath) throws(SystemFailure) {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    let room = unsafe path.withBytes { unsafe cs_room_at($0, $1) }
    try checked(.status, room.error)
    freeBytes = room.free_bytes
    freeFiles = room.total_files == 0 ? nil : room.free_files
    isReadOnly = room.is_read_only != 0
  }
}
