import Countersign
import FoundationEssentials
import Words

/// The folder of a trial: root's alone, and gone when the trial is over.
///
/// It is locked while the trial runs. A run that was killed leaves its folder without a lock, and the next one takes
/// that away.
struct TrialScratch: ~Copyable {
  /// Without a slash at its end.
  let path: String
  private let descriptor: FileDescriptor

  private static let prefix = "countersign-trial-"
  private static let mostTries = 8

  init() throws(Complaint) {
    let base = TrialScratch.base
    TrialScratch.clean(base)
    for _ in 0..<TrialScratch.mostTries {
      let path = "\(base)/\(TrialScratch.prefix)\(UInt64.random(in: 0...(.max)))"
      guard let descriptor = TrialScratch.make(path) else { continue }
      self.path = path
      self.descriptor = descriptor
      return
    }
    throw Complaint("no folder can be made below \(base)", hint: "look whether there is room on its file system")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// In memory where there is such a place, since it is gone after a crash.
  private static var base: String { FileManager.default.fileExists(atPath: "/run") ? "/run" : "/var/tmp" }

  /// Makes and locks a folder.
  ///
  /// - Returns: `nil` where something else has the name, or where another run has just cleaned it away.
  private static func make(_ path: String) -> FileDescriptor? {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      let descriptor = try FileDescriptor.open(FilePath(Array(path.utf8)), .directory)
      guard try descriptor.tryLock() else { return nil }
      let still = try FileDescriptor.open(FilePath(Array(path.utf8)), .directory)
      guard try still.status() == descriptor.status() else { return nil }
      return descriptor
    } catch {
      return nil
    }
  }

  /// Takes away what killed runs have left. The folders of others are not touched: they may stand in `/var/tmp`, too.
  private static func clean(_ base: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? [] where name.hasPrefix(prefix) {
      let path = "\(base)/\(name)"
      guard let descriptor = try? FileDescriptor.open(FilePath(Array(path.utf8)), .directory),
        let status = try? descriptor.status(), status.owner == UserDatabase.effectiveUser,
        (try? descriptor.tryLock()) == true
      else { continue }
      try? FileManager.default.removeItem(atPath: path)
    }
  }

  /// Empties a folder of this name, or makes it.
  func folder(_ name: String) throws(Complaint) -> String {
    let folder = "\(path)/\(name)"
    do {
      try? FileManager.default.removeItem(atPath: folder)
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Complaint("cannot make \(folder)", hint: "look whether there is room on its file system")
    }
    return folder
  }

  /// Writes a file that does not exist yet.
  static func write(_ bytes: [UInt8], to path: String, permissions: UInt32 = 0o600) throws(Complaint) {
    try Complaint.attempting("cannot write \(path)") { () throws(SystemFailure) in
      let file = try FileDescriptor.open(FilePath(Array(path.utf8)), .new(permissions: permissions))
      try file.setPermissions(permissions)
      try file.write(bytes.span)
    }
  }
}
