extension AuditFile {
  /// As many bytes from the end as are looked at first: the last line and the line end before it.
  private static let nearEnd = UInt64(AuditLineFormat.longest + 1)
  /// As many are looked at when the file does not end in a line.
  private static let farEnd: UInt64 = 65_536

  /// Writes lines behind what is there.
  ///
  /// - Parameter compose: gives them, with their line ends, for the place they follow and the bytes after it that are
  ///   no line.
  /// - Returns: `false` when the file has had its last line; if it still has its name, it was taken from it.
  func add(
    to file: borrowing CheckedFile, _ now: UInt64, _ compose: (AuditLink, ArraySlice<UInt8>) -> [UInt8]
  ) throws(StoreFailure) -> Bool {
    let end = try AuditFile.end(of: file)
    // What was cut off must not run into what follows.
    var text = end.isCut ? [AuditLineFormat.newline] : []
    switch end.last {
    case .rotated:
      let directory = try directory()
      if try AuditFile.hasName(file, in: directory) { try AuditFile.shift(in: directory) }
      return false
    case .line(let link): text += compose(link, end.gap)
    case .nothing: text += try begun(file, end.gap, now, compose)
    case .unknown:
      let line = AuditLineFormat.line(.restarted, [], after: .beginning, time: now)
      text += line.text + compose(line.link, [])
    }
    try AuditFile.write(text, to: file)
    return true
  }

  /// The first lines of a file.
  private func begun(
    _ file: borrowing CheckedFile, _ gap: ArraySlice<UInt8>, _ now: UInt64,
    _ compose: (AuditLink, ArraySlice<UInt8>) -> [UInt8]
  ) throws(StoreFailure) -> [UInt8] {
    // The umask of the process could have taken bits away.
    do { try file.descriptor.setPermissions(0o600) } catch { throw .system(.auditFile, error) }
    let line: AuditLineFormat.Line
    switch AuditFile.predecessor(in: try directory(), owner: location.owner) {
    case .none: return compose(.beginning, gap)
    case .place(let link):
      let previous = AuditField("previous", .word(Hex.encode(link.hash)))
      line = AuditLineFormat.line(.continued, [previous], after: link, gap: gap, time: now)
    case .unreadable:
      line = AuditLineFormat.line(.restarted, [], after: .beginning, gap: gap, time: now)
    }
    return line.text + compose(line.link, [])
  }

  private enum Predecessor {
    case none
    case place(AuditLink)
    case unreadable
  }

  /// Where the file before ended. Nobody writes there any more, so that it needs no lock.
  private static func predecessor(in directory: borrowing CheckedDirectory, owner: UInt32) -> Predecessor {
    do throws(StoreFailure) {
      let file = try CheckedFile(
        AuditFile.path(1), in: directory, mode: .read, place: .auditFile, owner: owner, sizes: 0...largestSize)
      switch try end(of: file).last {
      case .line(let link), .rotated(let link): return .place(link)
      case .nothing, .unknown: return .unreadable
      }
    } catch {
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
