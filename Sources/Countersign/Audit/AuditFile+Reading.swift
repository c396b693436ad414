extension AuditFile {
  /// Opens all files that there are, the oldest first, as they are at one moment: between two lines and not during a
  /// rotation. The lock is held no longer than that.
  public func sources() throws(StoreFailure) -> [AuditSource] {
    let directory = try directory()
    var deadline = try LockDeadline(seconds: lockWait)
    for _ in 0..<AuditFile.mostTries {
      guard let current = try opened(0, in: directory) else { return try sources(from: 1, in: directory) }
      try deadline.lock(current.descriptor, place: .auditFile)
      guard try AuditFile.hasName(current, in: directory) else { continue }
      let sources = try sources(from: 0, in: directory)
      withExtendedLifetime(current) {}
      return sources
    }
    throw .locked(seconds: lockWait)
  }

  private func sources(
    from first: Int, in directory: borrowing CheckedDirectory
  ) throws(StoreFailure) -> [AuditSource] {
    var sources: [AuditSource] = []
    for number in (first...AuditFile.oldest).reversed() {
      guard let file = try opened(number, in: directory) else { continue }
      let size = file.status.size
      sources.append(AuditSource(name: AuditFile.path(number).bytes, file.takingDescriptor(), size: size))
    }
    return sources
  }

  private func opened(
    _ number: Int, in directory: borrowing CheckedDirectory
  ) throws(StoreFailure) -> CheckedFile? {
    do throws(StoreFailure) {
      return try CheckedFile(
        AuditFile.path(number), in: directory, mode: .read, place: .auditFile, owner: location.owner,
        sizes: 0...AuditFile.largestSize)
    } catch {
      guard error == .unfit(.auditFile, .missing) else { throw error }
      return nil
    }
  }
}
