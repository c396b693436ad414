/// The audit file: one line an event, each tied to the one before. Its rules, each with a test of its name:
///
/// - A login MUST NOT fail or wait for long because of it; whatever is wrong is thrown as an outcome of its own.
/// - A line MUST be written by one call behind what is there, under the file's lock. What is there is never changed; a
///   line that did not fit on the disk is taken back.
/// - What another process left unfinished MUST stay in the file, be tied into the chain, and be marked as what it is.
/// - At every moment of a rotation a killed process MUST leave something that the next one finishes.
/// - The file MUST be root's alone. The directory is looked at when a file is made or renamed in it, which is when it
///   matters: nobody else can make a file that passes as root's.
///
/// No `fsync`: a crash of the machine may take the last lines with it, and the log line beside each of them.
public struct AuditFile: Sendable {
  /// From this size on, in bytes, a file is followed by a new one.
  public static let usualLimit: UInt64 = 16 << 20
  /// How long a login waits for the lock, in seconds.
  public static let usualWait: UInt32 = 1
  /// No file gets near this size, in bytes.
  static let largestSize: UInt64 = 1 << 40
  /// How often the file may turn out to be renamed meanwhile.
  static let mostTries = 64
  static let name = Array(ascii: "audit.jsonl")

  let location: StoreLocation
  let limit: UInt64
  let lockWait: UInt32
  private let clock: @Sendable () throws(SystemFailure) -> UInt64

  /// - Parameters:
  ///   - limit: the size in bytes from which on a new file is begun.
  ///   - lockWait: in seconds.
  public init(
    _ location: StoreLocation, limit: UInt64 = AuditFile.usualLimit, lockWait: UInt32 = AuditFile.usualWait,
    clock: @escaping @Sendable () throws(SystemFailure) -> UInt64 = Clock.now
  ) {
    self.location = location
    self.limit = limit
    self.lockWait = lockWait
    self.clock = clock
  }

  /// Writes the line of an event; nothing for one that is not for the file.
  ///
  /// - Throws: when the line is not in the file.
  public func append(_ event: AuditEvent) throws(StoreFailure) {
    try append(AuditEntry(event))
  }

  /// Writes the line of what an administrator did.
  ///
  /// - Throws: when the line is not in the file.
  public func append(_ act: Administration) throws(StoreFailure) {
    try append(AuditEntry(act))
  }

  private func append(_ entry: AuditEntry) throws(StoreFailure) {
    guard let kind = entry.kind else { return }
    let fields = [AuditField("outcome", word: entry.outcome)] + entry.fields
    try attempt { (file, now) throws(StoreFailure) in
      guard file.status.size < limit else {
        _ = try retire(file, now)
        return false
      }
      return try add(kind, fields, to: file, now) != nil
    }
  }

  /// Ends the file, so that the next line begins a new one.
  ///
  /// - Returns: the place behind its last line; `nil` where there was no line.
  public func rotate() throws(StoreFailure) -> AuditLink? {
    var place: AuditLink?
    try attempt { (file, now) throws(StoreFailure) in
      guard file.status.size > 0 else { return true }
      place = try retire(file, now)
      return place != nil
    }
    return place
  }

  /// Does something with the file under its lock, until it says that it is done; each time with the file that has the
  /// name by then.
  private func attempt(
    _ body: (borrowing CheckedFile, _ now: UInt64) throws(StoreFailure) -> Bool
  ) throws(StoreFailure) {
    let now: UInt64
    do { now = try clock() } catch { throw .system(.auditFile, error) }
    var deadline = try LockDeadline(seconds: lockWait)
    for _ in 0..<AuditFile.mostTries {
      guard let file = try openLocked(&deadline) else { continue }
      if try body(file, now) { return }
    }
    throw .locked(seconds: lockWait)
  }

  /// - Returns: `nil` when the file lost its name while its lock was waited for.
  private func openLocked(_ deadline: inout LockDeadline) throws(StoreFailure) -> CheckedFile? {
    let opened = try open()
    try deadline.lock(opened, place: .auditFile)
    do throws(StoreFailure) {
      return try CheckedFile(
        checking: opened, place: .auditFile, owner: location.owner, sizes: 0...AuditFile.largestSize)
    } catch {
      guard error == .unfit(.auditFile, .replaced) else { throw error }
      return nil
    }
  }

  private func open() throws(StoreFailure) -> FileDescriptor {
    do throws(SystemFailure) {
      return try FileDescriptor.open(location.path(StoreLocation.audit + [UInt8(ascii: "/")] + AuditFile.name), .append)
    } catch {
      switch error.errno {
      case .noEntry: break
      case .notDirectory: throw .unfit(.auditDirectory, .notDirectory)
      default: throw CheckedFile.failure(error, .auditFile)
      }
    }
    return try CheckedFile.open(
      FilePath(AuditFile.name), in: directory(), .appendOrCreate(permissions: 0o600), .auditFile)
  }

  func directory() throws(StoreFailure) -> CheckedDirectory {
    try StoreRoot(location).open(StoreLocation.audit, place: .auditDirectory)
  }
}
