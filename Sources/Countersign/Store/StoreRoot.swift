/// The directory below which the store lies: the administrator's own, open and checked, or the system's.
struct StoreRoot: ~Copyable {
  private let location: StoreLocation
  /// `nil` for the system's own root, which needs no check.
  private let directory: CheckedDirectory?

  init(_ location: StoreLocation) throws(StoreFailure) {
    self.location = location
    directory = location.root.isEmpty ? nil : try StoreRoot.own(location)
  }

  private static func own(_ location: StoreLocation) throws(StoreFailure) -> CheckedDirectory {
    try CheckedDirectory(FilePath(location.root), place: .root, owner: location.owner, privacy: .readable)
  }

  /// Opens and checks the directory of the policy and the seal key.
  borrowing func openConfiguration() throws(StoreFailure) -> CheckedDirectory {
    try open(StoreLocation.configuration, place: .configurationDirectory)
  }

  /// Opens and checks a directory below the root.
  ///
  /// - Parameter path: without a slash at the beginning.
  borrowing func open(_ path: [UInt8], place: StorePlace) throws(StoreFailure) -> CheckedDirectory {
    switch directory {
    case .some(let directory):
      try CheckedDirectory(FilePath(path), below: directory, place: place, owner: location.owner)
    case .none:
      try CheckedDirectory(FilePath([UInt8(ascii: "/")] + path), place: place, owner: location.owner)
    }
  }
}
