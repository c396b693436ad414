/// An open file of the store, checked on its own descriptor: regular, root's, nobody else's, one name, a sane size.
struct CheckedFile: ~Copyable {
  let descriptor: FileDescriptor
  let status: FileStatus

  /// How often a file is opened again that lost its name before it was looked at. Each time somebody has replaced it,
  /// which nobody does so often in so short a time.
  private static let mostOpenings = 100

  /// Opens and checks a file; only one that has no name at all is missing.
  ///
  /// - Parameter sizes: the sizes it may have, in bytes.
  init(
    _ name: FilePath, in directory: borrowing some StoreDirectory & ~Copyable, mode: FileDescriptor.Mode,
    place: StorePlace, owner: UInt32, sizes: ClosedRange<UInt64>, privacy: Privacy = .ownerOnly
  ) throws(StoreFailure) {
    var opened = try CheckedFile.open(name, in: directory, mode, place)
    var status = try CheckedFile.status(of: opened, place)
    var openings = 1
    while status.links == 0, openings < CheckedFile.mostOpenings {
      opened = try CheckedFile.open(name, in: directory, mode, place)
      status = try CheckedFile.status(of: opened, place)
      openings += 1
    }
    if let unfitness = CheckedFile.unfitness(of: status, owner, sizes, privacy) { throw .unfit(place, unfitness) }
    self.status = status
    descriptor = opened
  }

  /// Checks a file that is open already.
  init(
    checking opened: consuming FileDescriptor, place: StorePlace, owner: UInt32, sizes: ClosedRange<UInt64>,
    privacy: Privacy = .ownerOnly
  ) throws(StoreFailure) {
    let status = try CheckedFile.status(of: opened, place)
    if let unfitness = CheckedFile.unfitness(of: status, owner, sizes, privacy) { throw .unfit(place, unfitness) }
    self.status = status
    descriptor = opened
  }

  /// Opens a file that is yet to be checked.
  static func open(
    _ name: FilePath, in directory: borrowing some StoreDirectory & ~Copyable, _ mode: FileDescriptor.Mode,
    _ place: StorePlace
  ) throws(StoreFailure) -> FileDescriptor {
    do { return try directory.open(name, mode) } catch { throw failure(error, place) }
  }

  private static func status(
    of opened: borrowing FileDescriptor, _ place: StorePlace
  ) throws(StoreFailure) -> FileStatus {
    do { return try opened.status() } catch { throw .system(place, error) }
  }

  private static func unfitness(
    of status: FileStatus, _ owner: UInt32, _ sizes: ClosedRange<UInt64>, _ privacy: Privacy
  ) -> Unfitness? {
    guard status.isRegularFile else { return .notRegularFile }
    guard status.owner == owner else { return .wrongOwner(status.owner) }
    guard status.permissions & privacy.forbidden == 0 else { return .tooOpen(status.permissions) }
    guard status.links > 0 else { return .replaced }
    guard status.links == 1 else { return .hardLinked(status.links) }
    guard status.size > 0 || sizes.contains(0) else { return .empty }
    guard sizes.contains(status.size) else { return .wrongSize(status.size) }
    return nil
  }

  /// A failure to open it, as what is wrong with it where that is known.
  static func failure(_ error: SystemFailure, _ place: StorePlace) -> StoreFailure {
    switch error.errno {
    case .noEntry: .unfit(place, .missing)
    case .tooManyLinks: .unfit(place, .symbolicLink)
    // Opening a directory for writing, a socket, or a FIFO nobody reads.
    case .isDirectory, Errno(rawValue: 6): .unfit(place, .notRegularFile)
    default: .system(place, error)
    }
  }

  /// The open file alone.
  consuming func takingDescriptor() -> FileDescriptor { descriptor }

  /// The whole content; a file that shrank since it was checked is of the wrong size.
  borrowing func content(place: StorePlace) throws(StoreFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Int(status.size))
    let count: Int
    do {
      var room = bytes.mutableSpan
      count = try descriptor.read(into: &room)
    } catch {
      throw .system(place, error)
    }
    guard count == bytes.count else { throw .unfit(place, .wrongSize(UInt64(count))) }
    return bytes
  }
}
