import Countersign
import Words

/// What is written down of changes of services, on the disk before the first file is changed:
///
/// - `pending`: the change that has been begun and not confirmed; at most one;
/// - `kept-SERVICE`: how a confirmed change has found the files, for `countersign disable`.
///
/// Each is a folder with a `journal` and the files' contents, complete when it gets its name.
struct ChangeFolder: ~Copyable {
  private let path: String
  private let folder: FileDescriptor
  /// Held as long as this value lives.
  private let lock: FileDescriptor

  private static let pendingName = "pending"
  private static let unfinished = "new"
  private static let leaving = "old"
  private static let mostGlances = 8

  private init(path: String, folder: consuming FileDescriptor, lock: consuming FileDescriptor) {
    self.path = path
    self.folder = folder
    self.lock = lock
  }

  /// Opens it, makes it where it is missing, takes the lock, and clears away what a killed run has left.
  static func locked(_ paths: ServicePaths) throws(Complaint) -> ChangeFolder {
    let shown = DisplayText.of(Array(paths.changes.utf8))
    let folder = try Complaint.attempting("cannot use \(shown)") { () throws(SystemFailure) in
      try ChangeFolder.opened(paths.changes)
    }
    let lock = try Complaint.attempting("cannot lock \(shown)") { () throws(SystemFailure) in
      try folder.open(FilePath("lock"), .appendOrCreate(permissions: 0o600))
    }
    let isFree = try Complaint.attempting("cannot lock \(shown)") { () throws(SystemFailure) in try lock.tryLock() }
    guard isFree else {
      throw Complaint("another change of services is being made just now", hint: "try again when it is done")
    }
    let changes = ChangeFolder(path: paths.changes, folder: folder, lock: lock)
    try changes.remove(unfinished)
    try changes.remove(leaving)
    return changes
  }

  private static func opened(_ path: String) throws(SystemFailure) -> FileDescriptor {
    let whole = FilePath(Array(path.utf8))
    do throws(SystemFailure) { return try FileDescriptor.open(whole, .directory) } catch {
      guard error.errno == .noEntry else { throw error }
    }
    let bytes = Array(path.utf8)
    let slash = bytes.lastIndex(of: UInt8(ascii: "/")) ?? bytes.startIndex
    let parent = try FileDescriptor.open(FilePath(Array(bytes[..<slash]) + Array("/.".utf8)), .directory)
    try parent.makeDirectory(FilePath(Array(bytes[(slash + 1)...])), permissions: 0o700)
    try parent.synchronize()
    return try FileDescriptor.open(whole, .directory)
  }

  // The change that waits

  borrowing func pending() throws(Complaint) -> ServiceChange? {
    try ChangeFolder.change("\(path)/\(ChangeFolder.pendingName)") { path throws(Complaint) in
      try SystemFile.read(path)
    }
  }

  /// The change that waits, for those who only look: without the lock, so that nobody who makes, confirms or takes back
  /// a change has to wait or is refused, and nothing is made or cleared away.
  ///
  /// A folder has its name only while it is complete; it may go while it is read, and another come in its place. What
  /// was read counts if the same journal is there before and after.
  ///
  /// - Parameter read: gives a file by its path, `nil` where there is none.
  static func pendingAtAGlance(
    _ paths: ServicePaths,
    reading read: (String) throws(Complaint) -> [UInt8]? = { path throws(Complaint) in try SystemFile.read(path) }
  ) throws(Complaint) -> ServiceChange? {
    let folder = "\(paths.changes)/\(pendingName)"
    for _ in 0..<mostGlances {
      let journal = try read("\(folder)/journal")
      let found: Result<ServiceChange?, Complaint>
      do throws(Complaint) { found = .success(try change(folder, read)) } catch { found = .failure(error) }
      if try read("\(folder)/journal") == journal { return try found.get() }
    }
    throw Complaint("a change of services is being made just now", hint: "try again when it is done")
  }

  borrowing func begin(_ change: ServiceChange) throws(Complaint) {
    try write(change, as: ChangeFolder.pendingName)
  }

  /// Writes down anew who has until when to confirm the change that waits; its files stay.
  borrowing func renew(_ change: ServiceChange) throws(Complaint) {
    try Complaint.attempting("cannot write \(DisplayText.of(Array(path.utf8)))/pending") { () throws(SystemFailure) in
      let pending = try folder.open(FilePath(Array(ChangeFolder.pendingName.utf8)), .directory)
      do throws(SystemFailure) { try pending.unlink(FilePath("journal.new")) } catch {
        guard error.errno == .noEntry else { throw error }
      }
      try ChangeFolder.write(ServiceJournal.text(change), "journal.new", pending)
      try pending.rename(FilePath("journal.new"), to: FilePath("journal"))
      try pending.synchronize()
    }
  }

  /// Forgets the change that waits.
  borrowing func end() throws(Complaint) { try removeAtOnce(ChangeFolder.pendingName) }

  // What is kept

  /// How the files of a service were found by the change that was confirmed last.
  borrowing func kept(_ service: String) throws(Complaint) -> ServiceChange? {
    try ChangeFolder.change("\(path)/kept-\(ChangeFolder.fileName(service))") { path throws(Complaint) in
      try SystemFile.read(path)
    }
  }

  borrowing func keep(_ change: ServiceChange, of service: String) throws(Complaint) {
    let name = "kept-\(ChangeFolder.fileName(service))"
    try removeAtOnce(name)
    try write(change, as: name)
  }

  borrowing func forget(_ service: String) throws(Complaint) {
    try removeAtOnce("kept-\(ChangeFolder.fileName(service))")
  }

  private static func fileName(_ service: String) -> String {
    UserName(Array(service.utf8)).map { String(decoding: $0.fileName, as: UTF8.self) } ?? "unnamed"
  }

  // Folders

  private static func change(
    _ folder: String, _ read: (String) throws(Complaint) -> [UInt8]?
  ) throws(Complaint) -> ServiceChange? {
    guard let text = try read("\(folder)/journal") else { return nil }
    let change = try ServiceJournal.change(text) { index, isAfter throws(Complaint) in
      try read("\(folder)/\(index).\(isAfter ? "after" : "before")")
    }
    guard let change else {
      throw Complaint(
        "\(DisplayText.of(Array(folder.utf8)))/journal is damaged",
        hint: "the files N.before beside it are what was there; put them back by hand, then move the folder away")
    }
    return change
  }

  private borrowing func write(_ change: ServiceChange, as name: String) throws(Complaint) {
    try remove(ChangeFolder.unfinished)
    let shown = DisplayText.of(Array("\(path)/\(name)".utf8))
    try Complaint.attempting("cannot write \(shown)") { () throws(SystemFailure) in
      let unfinished = FilePath(Array(ChangeFolder.unfinished.utf8))
      try folder.makeDirectory(unfinished, permissions: 0o700)
      let new = try folder.open(unfinished, .directory)
      for (index, file) in change.files.enumerated() {
        if let before = file.before { try ChangeFolder.write(before, "\(index).before", new) }
        if let after = file.after { try ChangeFolder.write(after, "\(index).after", new) }
      }
      try ChangeFolder.write(ServiceJournal.text(change), "journal", new)
      try new.synchronize()
      try folder.rename(unfinished, to: FilePath(Array(name.utf8)))
      try folder.synchronize()
    }
  }

  private static func write(
    _ bytes: [UInt8], _ name: String, _ directory: borrowing FileDescriptor
  ) throws(SystemFailure) {
    let file = try directory.open(FilePath(Array(name.utf8)), .new(permissions: 0o600))
    try file.write(bytes.span)
    try file.synchronize()
  }

  /// Takes a folder away so that it is there as a whole or not at all, whenever this is killed.
  private borrowing func removeAtOnce(_ name: String) throws(Complaint) {
    try remove(ChangeFolder.leaving)
    do throws(SystemFailure) {
      try folder.rename(FilePath(Array(name.utf8)), to: FilePath(Array(ChangeFolder.leaving.utf8)))
      try folder.synchronize()
    } catch {
      guard error.errno != .noEntry else { return }
      throw Complaint(error, doing: "cannot remove \(DisplayText.of(Array("\(path)/\(name)".utf8)))")
    }
    try remove(ChangeFolder.leaving)
  }

  private borrowing func remove(_ name: String) throws(Complaint) {
    let entry = FilePath(Array(name.utf8))
    let shown = DisplayText.of(Array("\(path)/\(name)".utf8))
    try Complaint.attempting("cannot remove \(shown)") { () throws(SystemFailure) in
      do throws(SystemFailure) {
        let directory = try folder.open(entry, .directory)
        for file in try directory.names() where file != Array(".".utf8) && file != Array("..".utf8) {
          try directory.unlink(FilePath(file))
        }
        try folder.removeDirectory(entry)
      } catch {
        guard error.errno == .noEntry else { throw error }
      }
    }
  }
}
