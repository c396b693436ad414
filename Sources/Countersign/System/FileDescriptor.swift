import CPosix

/// An open file or directory that is closed when its owner lets go of it.
///
/// Everything is opened with `O_CLOEXEC`, so no shell started later inherits it (CVE-2018-9275, CVE-2019-12210).
public struct FileDescriptor: ~Copyable {
  let number: Int32

  /// How a file is opened. Every way has `O_CLOEXEC`, and all but one `O_NOFOLLOW`.
  public enum Mode: Sendable {
    case directory, read, update
    /// For files of the system that may be links, such as `/etc/localtime`.
    case readThroughLinks
    /// Whatever is written goes behind what is there.
    case append
    /// The same; made with these permission bits if it does not exist.
    case appendOrCreate(permissions: UInt32)
    /// Must not exist yet; made with these permission bits.
    case new(permissions: UInt32)
  }

  private init(number: Int32) {
    self.number = number
  }

  deinit {
    _ = cs_close(number)
  }

  /// Opens an absolute path, or one relative to the current directory.
  public static func open(_ path: FilePath, _ mode: Mode) throws(SystemFailure) -> FileDescriptor {
    try open(path, mode, below: cs_current_directory())
  }

  /// Opens a path relative to this directory.
  public borrowing func open(_ path: FilePath, _ mode: Mode) throws(SystemFailure) -> FileDescriptor {
    try FileDescriptor.open(path, mode, below: number)
  }

  private static func open(
    _ path: FilePath, _ mode: Mode, below directory: Int32
  ) throws(SystemFailure) -> FileDescriptor {
    let flags: Int32
    var permissions: UInt32 = 0
    switch mode {
    case .directory: flags = Int32(bitPattern: cs_open_directory.rawValue)
    case .read: flags = Int32(bitPattern: cs_open_read.rawValue)
    case .update: flags = Int32(bitPattern: cs_open_update.rawValue)
    case .readThroughLinks: flags = Int32(bitPattern: cs_open_through_links.rawValue)
    case .append: flags = Int32(bitPattern: cs_open_append.rawValue)
    case .appendOrCreate(let bits):
      flags = Int32(bitPattern: cs_open_append_or_create.rawValue)
      permissions = bits
    case .new(let bits):
      flags = Int32(bitPattern: cs_open_new.rawValue)
      permissions = bits
    }
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    let number = try checked(
      .open,
      retryingOnInterrupt { unsafe path.withBytes { unsafe cs_openat(directory, $0, $1, flags, permissions) } })
    return FileDescriptor(number: number)
  }

  /// What this open file is; the answer cannot be about another file.
  public borrowing func status() throws(SystemFailure) -> FileStatus {
    try FileStatus(cs_fstat(number))
  }

  /// What stands under an absolute path, or one relative to the current directory, links not followed.
  public static func status(of path: FilePath) throws(SystemFailure) -> FileStatus {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    try FileStatus(unsafe path.withBytes { unsafe cs_fstatat(cs_current_directory(), $0, $1) })
  }

  /// What stands under a name in this directory, links not followed.
  public borrowing func status(of path: FilePath) throws(SystemFailure) -> FileStatus {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    try FileStatus(unsafe path.withBytes { unsafe cs_fstatat(number, $0, $1) })
  }

  /// Reads from `offset` until the buffer is full or the file ends.
  ///
  /// - Returns: how many bytes were read.
  public borrowing func read(into buffer: inout MutableSpan<UInt8>, at offset: Int64 = 0) throws(SystemFailure) -> Int {
    var done = 0
    while done < buffer.count {
      let position = offset &+ Int64(done)
      let result = retryingOnInterrupt {
        // SAFETY: done < count, so the rest lies within the buffer.
        unsafe buffer.withUnsafeMutableBufferPointer {
          unsafe cs_pread(number, $0.baseAddress.map { unsafe $0 + done }, $0.count - done, position)
        }
      }
      let count = try checked(.read, result)
      if count == 0 { break }
      done += Int(count)
    }
    return done
  }

  /// Writes all bytes at `offset`; a short write goes on where it stopped.
  public borrowing func write(_ bytes: Span<UInt8>, at offset: Int64 = 0) throws(SystemFailure) {
    var done = 0
    while done < bytes.count {
      let position = offset &+ Int64(done)
      let result = retryingOnInterrupt {
        // SAFETY: done < count, so the rest lies within the span.
        unsafe bytes.withUnsafeBufferPointer {
          unsafe cs_pwrite(number, $0.baseAddress.map { unsafe $0 + done }, $0.count - done, position)
        }
      }
      let count = try checked(.write, result)
      guard count > 0 else { throw SystemFailure(.write, .inputOutput) }
      done += Int(count)
    }
  }

  /// Writes all bytes behind the end of a file that was opened for appending; a short write goes on where it stopped.
  public borrowing func append(_ bytes: Span<UInt8>) throws(SystemFailure) {
    var done = 0
    while done < bytes.count {
      let result = retryingOnInterrupt {
        // SAFETY: done < count, so the rest lies within the span.
        unsafe bytes.withUnsafeBufferPointer {
          unsafe cs_write(number, $0.baseAddress.map { unsafe $0 + done }, $0.count - done)
        }
      }
      let count = try checked(.write, result)
      guard count > 0 else { throw SystemFailure(.write, .inputOutput) }
      done += Int(count)
    }
  }

  /// Cuts the file off behind this many bytes.
  public borrowing func truncate(to size: UInt64) throws(SystemFailure) {
    guard let size = Int64(exactly: size) else { throw SystemFailure(.truncate, .invalid) }
    try checked(.truncate, retryingOnInterrupt { cs_ftruncate(number, size) })
  }

  /// Puts content, size and directory entry data of this file on the disk (`fsync`).
  public borrowing func synchronize() throws(SystemFailure) {
    try checked(.synchronize, retryingOnInterrupt { cs_fsync(number) })
  }

  /// Puts content on the disk (`fdatasync`); enough where size and place of the file do not change.
  public borrowing func synchronizeData() throws(SystemFailure) {
    try checked(.synchronize, retryingOnInterrupt { cs_fdatasync(number) })
  }

  /// Sets the permission bits, whatever the file mode creation mask says.
  public borrowing func setPermissions(_ bits: UInt32) throws(SystemFailure) {
    try checked(.changeMode, retryingOnInterrupt { cs_fchmod(number, bits) })
  }

  /// Renames within this directory, replacing what was there.
  public borrowing func rename(_ from: FilePath, to destination: FilePath) throws(SystemFailure) {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it, twice.
    let result = unsafe from.withBytes { source, sourceLength in
      unsafe destination.withBytes { unsafe cs_renameat(number, source, sourceLength, $0, $1) }
    }
    try checked(.rename, result)
  }

  /// Makes a directory within this one, with at most these permission bits.
  public borrowing func makeDirectory(_ path: FilePath, permissions: UInt32) throws(SystemFailure) {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    try checked(.makeDirectory, unsafe path.withBytes { unsafe cs_mkdirat(number, $0, $1, permissions) })
  }

  /// Takes a name out of this directory.
  public borrowing func unlink(_ path: FilePath) throws(SystemFailure) {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    try checked(.unlink, unsafe path.withBytes { unsafe cs_unlinkat(number, $0, $1) })
  }

  /// The names in this directory, `.` and `..` among them, in no order.
  public borrowing func names() throws(SystemFailure) -> [[UInt8]] {
    var length = 0
    var error: Int32 = 0
    // SAFETY: gives null or `length` bytes that belong to us and are freed once.
    let packed = unsafe cs_names(number, &length, &error)
    defer { unsafe cs_free_names(packed) }
    try checked(.list, error)
    var names: [[UInt8]] = [[]]
    // SAFETY: index < length.
    for index in 0..<length {
      guard let byte = unsafe packed?[index] else { break }
      if byte == 0 { names.append([]) } else { names[names.count - 1].append(byte) }
    }
    return names.dropLast()
  }

  /// Whether the exclusive lock of this file was free and is now held through this descriptor.
  ///
  /// - Throws: a failure other than the lock being held by someone else.
  public borrowing func tryLock() throws(SystemFailure) -> Bool {
    let result = retryingOnInterrupt { cs_try_lock(number) }
    if result == -Errno.wouldBlock.rawValue { return false }
    try checked(.lock, result)
    return true
  }
}
