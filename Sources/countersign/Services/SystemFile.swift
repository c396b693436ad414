import Countersign
import Words

/// A file of the system's configuration: read whole, replaced whole, never written to.
enum SystemFile {
  /// No PAM or sshd file that people write is nearly as large.
  private static let largest = 1_048_576

  /// What is in a file.
  ///
  /// - Parameter throughLinks: as libpam and sshd read it. What is to be changed must not be a link.
  /// - Returns: `nil` if there is no such file.
  static func read(_ path: String, throughLinks: Bool = false) throws(Complaint) -> [UInt8]? {
    let name = DisplayText.of(Array(path.utf8))
    guard let file = try open(path, throughLinks: throughLinks, name) else { return nil }
    return try Complaint.attempting("cannot read \(name)") { () throws(SystemFailure) in
      let status = try file.status()
      guard status.isRegularFile else { throw SystemFailure(.open, .invalid) }
      guard status.size <= largest else { throw SystemFailure(.read, .fileTooLarge) }
      var bytes = [UInt8](repeating: 0, count: Int(status.size) + 1)
      var room = bytes.mutableSpan
      let count = try file.read(into: &room)
      return Array(bytes.prefix(count))
    }
  }

  private static func open(
    _ path: String, throughLinks: Bool, _ name: String
  ) throws(Complaint) -> FileDescriptor? {
    do throws(SystemFailure) {
      return try FileDescriptor.open(FilePath(Array(path.utf8)), throughLinks ? .readThroughLinks : .read)
    } catch {
      switch error.errno {
      case .noEntry, .notDirectory: return nil
      case .tooManyLinks:
        throw Complaint("\(name) is a symbolic link", hint: "it belongs to another tool; put a file of its own there")
      default: throw Complaint(error, doing: "cannot open \(name)")
      }
    }
  }

  /// Puts a file in the place of another in one step, with owner, mode, access list and SELinux label of the one that
  /// was there; a new one belongs to root and may be read by all. On the disk when this returns.
  static func replace(_ path: String, with bytes: [UInt8]) throws(Complaint) {
    let (folder, name, temporary) = parts(path)
    try Complaint.attempting("cannot write \(DisplayText.of(Array(path.utf8)))") { () throws(SystemFailure) in
      let directory = try FileDescriptor.open(folder, .directory)
      try removeIfPresent(temporary, directory)
      do throws(SystemFailure) {
        try make(temporary, bytes, like: name, directory)
        try directory.rename(temporary, to: name)
        try directory.synchronize()
      } catch {
        try? directory.unlink(temporary)
        throw error
      }
    }
  }

  /// Takes a file away; it need not be there.
  static func remove(_ path: String) throws(Complaint) {
    let (folder, name, _) = parts(path)
    try Complaint.attempting("cannot remove \(DisplayText.of(Array(path.utf8)))") { () throws(SystemFailure) in
      let directory = try FileDescriptor.open(folder, .directory)
      try removeIfPresent(name, directory)
      try directory.synchronize()
    }
  }

  /// Takes away what a killed run may have left beside a file.
  static func removeUnfinished(_ path: String) {
    let (folder, _, temporary) = parts(path)
    guard let directory = try? FileDescriptor.open(folder, .directory) else { return }
    try? directory.unlink(temporary)
  }

  private static func make(
    _ temporary: FilePath, _ bytes: [UInt8], like name: FilePath, _ directory: borrowing FileDescriptor
  ) throws(SystemFailure) {
    let file = try directory.open(temporary, .new(permissions: 0o600))
    do throws(SystemFailure) {
      try file.copyAttributes(from: directory.open(name, .read))
    } catch {
      guard error.errno == .noEntry else { throw error }
      try file.setPermissions(0o644)
    }
    try file.write(bytes.span)
    try file.synchronize()
  }

  private static func removeIfPresent(_ name: FilePath, _ directory: borrowing FileDescriptor) throws(SystemFailure) {
    do throws(SystemFailure) { try directory.unlink(name) } catch {
      guard error.errno == .noEntry else { throw error }
    }
  }

  /// The folder, the name in it, and the name of what is not finished yet: neither PAM nor sshd reads one like it.
  private static func parts(_ path: String) -> (FilePath, FilePath, FilePath) {
    let bytes = Array(path.utf8)
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    let name = Array(bytes[(slash.map { $0 + 1 } ?? 0)...])
    let folder = slash.map { Array(bytes[...$0]) + [UInt8(ascii: ".")] } ?? [UInt8(ascii: ".")]
    return (FilePath(folder), FilePath(name), FilePath([UInt8(ascii: ".")] + name + Array(".countersign".utf8)))
  }
}
