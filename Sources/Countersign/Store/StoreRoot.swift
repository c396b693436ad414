/// The directory below which the store lies: the administrator's own, checked, or the system's, which needs no check.
struct StoreRoot {
  private let location: StoreLocation

  init(_ location: StoreLocation) throws(StoreFailure) {
    self.location = location
    guard !location.root.isEmpty else { return }
    _ = try CheckedPath(FilePath(location.root), place: .root, owner: location.owner, privacy: .readable)
  }

  /// Checks the directory of the policy and the seal key.
  func configuration() throws(StoreFailure) -> CheckedPath {
    try directory(StoreLocation.configuration, place: .configurationDirectory)
  }

  /// Checks a directory below the root.
  ///
  /// - Parameter path: without a slash at the beginning.
  func directory(_ path: [UInt8], place: StorePlace) throws(StoreFailure) -> CheckedPath {
    try CheckedPath(location.path(path), place: place, owner: location.owner)
  }

  /// Opens and checks the directory of the policy and the seal key.
  func openConfiguration() throws(StoreFailure) -> CheckedDirectory {
    try open(StoreLocation.configuration, place: .configurationDirectory)
  }

  /// Opens and checks a directory below the root.
  ///
  /// - Parameter path: without a slash at the beginning.
  func open(_ path: [UInt8], place: StorePlace) throws(StoreFailure) -> CheckedDirectory {
    try CheckedDirectory(location.path(path), place: place, owner: location.owner)
  }
}
