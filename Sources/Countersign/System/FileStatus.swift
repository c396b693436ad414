import CPosix

/// What `stat(2)` says of a file, as far as the store looks at it.
public struct FileStatus: Equatable, Sendable {
  public let device: UInt64
  public let inode: UInt64
  public let links: UInt64
  /// In bytes.
  public let size: UInt64
  /// Type and permission bits together, as in `st_mode`.
  public let mode: UInt32
  public let owner: UInt32
  /// The time of the last change of content, in nanoseconds within `modifiedSeconds`.
  public let modifiedSeconds: Int64
  public let modifiedNanoseconds: Int64
  public let changedSeconds: Int64
  public let changedNanoseconds: Int64

  init(_ status: cs_file_status) throws(SystemFailure) {
    try checked(.status, status.error)
    device = status.device
    inode = status.inode
    links = status.links
    size = status.size
    mode = status.mode
    owner = status.owner
    modifiedSeconds = status.modified_seconds
    modifiedNanoseconds = status.modified_nanoseconds
    changedSeconds = status.changed_seconds
    changedNanoseconds = status.changed_nanoseconds
  }

  /// The permission bits with set-id and sticky bits.
  public var permissions: UInt32 { mode & 0o7777 }
  public var isDirectory: Bool { mode & 0o170000 == 0o040000 }
  public var isRegularFile: Bool { mode & 0o170000 == 0o100000 }
}
