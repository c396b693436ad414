extension StoreFounding {
  /// Makes a site key where none is, in the form of the host key. One that is there is never replaced.
  ///
  /// - Returns: whether it was made.
  /// - Throws: also for one that is there and cannot be used.
  public static func foundSiteKey(_ location: StoreLocation) throws(StoreFailure) -> Bool {
    let configuration = try StoreRoot(location).openConfiguration()
    var deadline = try LockDeadline(seconds: location.lockWait)
    try deadline.lock(configuration.descriptor, place: .configurationDirectory)
    do throws(StoreFailure) {
      _ = try SealKeyFile.loadSite(from: configuration, owner: location.owner)
      return false
    } catch {
      guard error == .unfit(.siteKey, .missing) else { throw error }
    }
    // Whoever has this lock removes unfinished files.
    let lock = try AdministrationLock(of: try UserStore(location.choosing(.files)))
    defer { withExtendedLifetime(lock) {} }
    let key: SharedSealKey
    do { key = SharedSealKey(try SealKey.random()) } catch { throw .system(.siteKey, error) }
    try SealKeyFile.replaceSite(SealKeyRing(key), in: configuration)
    return true
  }
}
