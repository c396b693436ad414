import Countersign

/// Files of the system that checks look at. Links are followed, as those do whose files they are.
enum HostFile {
  /// The whole content.
  ///
  /// - Parameter limit: of a larger file only this many bytes are read, from its start.
  /// - Returns: `nil` for what is no regular file.
  static func content(of path: String, upTo limit: Int = 1_048_576) throws(SystemFailure) -> [UInt8]? {
    let file = try FileDescriptor.open(FilePath(Array(path.utf8)), .readThroughLinks)
    // Files of the kernel's own say that they have no bytes.
    let status = try file.status()
    guard status.isRegularFile else { return nil }
    return try read(file, at: 0, upTo: status.size > 0 ? min(limit, Int(clamping: status.size)) : limit)
  }

  /// The last bytes of a file, from the beginning of a line on.
  static func tail(of path: String, upTo limit: Int = 1_048_576) throws(SystemFailure) -> [UInt8]? {
    let file = try FileDescriptor.open(FilePath(Array(path.utf8)), .readThroughLinks)
    let status = try file.status()
    guard status.isRegularFile else { return nil }
    let start = max(0, Int64(clamping: status.size) - Int64(limit))
    let bytes = try read(file, at: start, upTo: min(limit, Int(clamping: status.size)))
    guard start > 0, let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return bytes }
    return Array(bytes[(end + 1)...])
  }

  private static func read(
    _ file: borrowing FileDescriptor, at offset: Int64, upTo limit: Int
  ) throws(SystemFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: limit)
    var room = bytes.mutableSpan
    let count = try file.read(into: &room, at: offset)
    return Array(bytes.prefix(count))
  }

  /// What a path leads to; `nil` where there is certainly nothing.
  static func status(of path: String) throws(SystemFailure) -> FileStatus? {
    do throws(SystemFailure) {
      return try FileDescriptor.open(FilePath(Array(path.utf8)), .readThroughLinks).status()
    } catch {
      guard error.errno == .noEntry || error.errno == .notDirectory else { throw error }
      return nil
    }
  }

  /// The names in a directory, in byte order, without `.` and `..`; none where there is no such directory.
  static func names(in directory: String) throws(SystemFailure) -> [String] {
    let names: [[UInt8]]
    do throws(SystemFailure) {
      names = try FileDescriptor.open(FilePath(Array(directory.utf8)), .readThroughLinks).names()
    } catch {
      guard error.errno == .noEntry || error.errno == .notDirectory else { throw error }
      return []
    }
    return names.map { String(decoding: $0, as: UTF8.self) }.filter { $0 != "." && $0 != ".." }.sorted()
  }

  /// The content as text; `nil` where there is none that can be read.
  static func text(of path: String, upTo limit: Int = 1_048_576) -> String? {
    (try? content(of: path, upTo: limit)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
  }
}
