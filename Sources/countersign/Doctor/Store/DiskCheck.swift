import Words

/// Whether there is room where our files lie, and whether it can be written at all.
struct DiskCheck {
  /// The file system of one of our directories.
  struct Place: Equatable {
    let path: String
    /// Bytes and files that root may still add; `nil` for a file system that counts no files.
    let freeBytes: UInt64
    let freeFiles: UInt64?
    let isReadOnly: Bool
  }

  let store: Place?
  let audit: Place?

  /// A line of the audit file has about 500 bytes, a user's files have 8 kB.
  private static let scarceBytes: UInt64 = 64 << 20
  private static let noBytes: UInt64 = 1 << 20
  private static let scarceFiles: UInt64 = 1_000

  var findings: [Finding] {
    let readOnly = [store, audit].compactMap { $0 }.filter(\.isReadOnly)
    guard readOnly.isEmpty else {
      return readOnly.map { place in
        .fail(
          "disk-read-only",
          place == store
            ? "\(place.path) can only be read: every code is refused"
            : "\(place.path) can only be read: no login is recorded",
          cure: "mount it for writing; the kernel's log may say why it is not: dmesg")
      }
    }
    var found: [Finding] = []
    for place in [store, audit].compactMap({ $0 }) { if let finding = room(place) { found.append(finding) } }
    return found.isEmpty ? [.ok("disk-space", "there is room for the store and for the audit file")] : found
  }

  private func room(_ place: Place) -> Finding? {
    let cure: Message = "make room: df -h \(place.path), df -i \(place.path)"
    let loss: Message = place == store ? "nobody can be enrolled" : "lines of the audit file are lost"
    if place.freeBytes < DiskCheck.noBytes || place.freeFiles == 0 {
      return .fail("disk-space", "the file system of \(place.path) is full: \(loss)", cure: cure)
    }
    if place.freeBytes < DiskCheck.scarceBytes {
      return .warn(
        "disk-space",
        "the file system of \(place.path) has \(place.freeBytes >> 20) MiB left; when it is full, \(loss)",
        cure: cure)
    }
    if let files = place.freeFiles, files < DiskCheck.scarceFiles {
      return .warn("disk-space", "the file system of \(place.path) has room for \(files) more files", cure: cure)
    }
    return nil
  }
}
