import Countersign
import Words

/// A new file of mode 0600 with secret content, which is taken away again unless it is kept.
///
/// An existing file is never written to, and the last component of the path is never followed as a link. The file is
/// complete and on the disk when it is made.
struct PendingFile: ~Copyable {
  private let directory: FileDescriptor
  private let name: FilePath
  private var isKept = false

  /// Writes the whole file.
  init(_ path: String, _ content: borrowing SecretBytes) throws(Complaint) {
    let shown = DisplayText.of(Array(path.utf8))
    let bytes = Array(path.utf8)
    let nameStart = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let name = FilePath(Array(bytes[nameStart...]))
    let directory = try PendingFile.directory(Array(bytes[..<nameStart]), shown)
    do throws(SystemFailure) {
      try PendingFile.write(content, name, directory)
    } catch {
      guard error.errno != .exists else {
        throw Complaint("\(shown) exists already", hint: "take it away, or give another name")
      }
      throw Complaint(error, doing: "cannot write \(shown)")
    }
    self.name = name
    self.directory = directory
  }

  private static func directory(_ path: [UInt8], _ shown: String) throws(Complaint) -> FileDescriptor {
    do {
      // With a dot behind it the directory itself may be given through a link, as people have them.
      return try FileDescriptor.open(FilePath(path + Array(path.isEmpty ? "./.".utf8 : ".".utf8)), .directory)
    } catch {
      throw Complaint("cannot open the directory of \(shown): \(Complaint.meaning(error))", hint: "make it first")
    }
  }

  private static func write(
    _ content: borrowing SecretBytes, _ name: FilePath, _ directory: borrowing FileDescriptor
  ) throws(SystemFailure) {
    let file = try directory.open(name, .new(permissions: 0o600))
    do throws(SystemFailure) {
      try file.setPermissions(0o600)
      try file.write(content.bytes)
      try file.synchronize()
    } catch {
      try? directory.unlink(name)
      throw error
    }
  }

  /// Leaves the file where it is.
  mutating func keep() { isKept = true }

  deinit {
    if !isKept { try? directory.unlink(name) }
  }
}
