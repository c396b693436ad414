/// An audit file that is open for reading, up to the size it had when it was opened.
public final class AuditSource {
  /// Without its directory, or the path it was opened by.
  public let name: [UInt8]
  /// In bytes.
  public let size: UInt64
  private let file: FileDescriptor

  init(name: [UInt8], _ file: consuming FileDescriptor, size: UInt64) {
    self.name = name
    self.size = size
    self.file = file
  }

  /// A copy that may lie anywhere and belong to anybody.
  public convenience init(copy path: [UInt8]) throws(SystemFailure) {
    let file = try FileDescriptor.open(FilePath(path), .read)
    let status = try file.status()
    guard status.isRegularFile else { throw SystemFailure(.open, .invalid) }
    self.init(name: path, file, size: min(status.size, AuditFile.largestSize))
  }

  /// Reads from an offset until the buffer is full or the file ends.
  ///
  /// - Returns: how many bytes were read.
  public func read(into buffer: inout MutableSpan<UInt8>, at offset: UInt64) throws(SystemFailure) -> Int {
    guard offset < size else { return 0 }
    let count = try file.read(into: &buffer, at: Int64(offset))
    return Int(min(UInt64(count), size - offset))
  }
}
