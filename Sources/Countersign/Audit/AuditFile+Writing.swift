extension AuditFile {
  /// As many bytes from the end as are looked at first: the last line and the line end before it.
  private static let nearEnd = UInt64(AuditLineFormat.longest + 1)
  /// As many are looked at when the file does not end in a line.
  private static let farEnd: UInt64 = 65_536

  /// Writes a line behind what is there, and before it what the file needs to begin with.
  ///
  /// - Returns: the place behind it; `nil` when the file has had its last line. If such a file still has its name, it
  ///   was taken from it.
  func add(
    _ kind: AuditKind, _ fields: [AuditField], to file: borrowing CheckedFile, _ now: UInt64
  ) throws(StoreFailure) -> AuditLink? {
    let end = try AuditFile.end(of: file)
    // What was cut off must not run into what follows.
    var text = end.isCut ? [AuditLineFormat.newline] : []
    var gap = end.gap
    let before: AuditLink
    switch end.last {
    case .rotated:
      let directory = try directory()
      if try AuditFile.hasName(file, in: directory) { try AuditFile.shift(in: directory) }
      return nil
    case .line(let link): before = link
    case .nothing, .unknown:
      if end.last == .unknown { gap = [] }
      switch try beginning(file, end) {
      case .none: before = .beginning
      case .some(let first):
        let line = AuditLineFormat.line(first.kind, first.fields, after: first.link, gap: gap, time: now)
        text += line.text
        gap = []
        before = line.link
      }
    }
    let line = AuditLineFormat.line(kind, fields, after: before, gap: gap, time: now)
    text += line.text
    try AuditFile.write(text, to: file)
    return line.link
  }

  /// What stands before all others in a file that is not the first.
  private struct FirstLine {
    let kind: AuditKind
    let fields: [AuditField]
    let link: AuditLink
  }

  /// - Returns: `nil` for the first file of all.
  private func beginning(
    _ file: borrowing CheckedFile, _ end: AuditFileEnd
  ) throws(StoreFailure) -> FirstLine? {
    let restarted = FirstLine(kind: .restarted, fields: [], link: .beginning)
    guard end.last == .nothing else { return restarted }
    // The umask of the process could have taken bits away.
    do { try file.descriptor.setPermissions(0o600) } catch { throw .system(.auditFile, error) }
    switch try AuditFile.predecessor(in: try directory(), owner: location.owner) {
    case .none: return nil
    case .place(let link):
      return FirstLine(
        kind: .continued, fields: [AuditField("previous", .word(Hex.encode(link.hash)))], link: link)
    case .unreadable: return restarted
    }
  }

  private enum Predecessor {
    case none
    case place(AuditLink)
    case unreadable
  }

  /// Where the file before ended. Nobody writes there any more, so that it needs no lock.
  ///
  /// - Throws: what will pass. The chain would be broken for ever by what is over a moment later; without this line the
  ///   next one begins the file.
  private static func predecessor(
    in directory: borrowing CheckedDirectory, owner: UInt32
  ) throws(StoreFailure) -> Predecessor {
    do throws(StoreFailure) {
      let file = try CheckedFile(
        AuditFile.path(1), in: directory, mode: .read, place: .auditFile, owner: owner, sizes: 0...largestSize)
      switch try end(of: file).last {
      case .line(let link), .rotated(let link): return .place(link)
      case .nothing, .unknown: return .unreadable
      }
    } catch {
      if case .system(_, let failure) = error, failure.errno.isShortage { throw error }
      return error == .unfit(.auditFile, .missing) ? .none : .unreadable
    }
  }

  private static func end(of file: borrowing CheckedFile) throws(StoreFailure) -> AuditFileEnd {
    let near = try end(of: file, within: nearEnd)
    switch near.last {
    case .line where near.gap.isEmpty, .rotated: return near
    case .line, .nothing, .unknown: return file.status.size <= nearEnd ? near : try end(of: file, within: farEnd)
    }
  }

  private static func end(of file: borrowing CheckedFile, within most: UInt64) throws(StoreFailure) -> AuditFileEnd {
    let count = min(file.status.size, most)
    var bytes = [UInt8](repeating: 0, count: Int(count))
    let read: Int
    do {
      var room = bytes.mutableSpan
      read = try file.descriptor.read(into: &room, at: Int64(file.status.size - count))
    } catch {
      throw .system(.auditFile, error)
    }
    guard read == bytes.count else { throw .unfit(.auditFile, .wrongSize(UInt64(read))) }
    return AuditFileEnd(bytes, isWholeFile: count == file.status.size)
  }

  /// Half a line helps nobody: when the disk is full, what was written of it is taken back.
  private static func write(_ text: [UInt8], to file: borrowing CheckedFile) throws(StoreFailure) {
    do throws(SystemFailure) {
      try file.descriptor.append(text.span)
    } catch {
      try? file.descriptor.truncate(to: file.status.size)
      throw .system(.auditFile, error)
    }
  }
}
