/// The site keys of this host, and the steps in which another one takes the place of the first:
///
/// 1. ``add()``: the new key is the second one, and opens what is sealed under it. Every host gets this file.
/// 2. ``use(_:)``: it becomes the first one, under which is sealed; the old one still opens. Every host gets this file.
/// 3. ``SiteSealing`` seals all users anew.
/// 4. ``drop(_:)``: the old one goes. Every host gets this file.
///
/// So at no time a host meets what it cannot open, as long as each has the file of a step before the next one is taken;
/// in which order hosts get it does not matter.
///
/// As long as the value lives other commands are kept from the keys.
public struct SiteKeyFile: ~Copyable {
  private let store: UserStore
  private let configuration: CheckedDirectory
  private var keys: SealKeyRing

  /// - Throws: `.alreadyRunning` when another command did not end within the bound of locks.
  public init(_ location: StoreLocation) throws(SiteKeyFailure) {
    let store = try SiteKeyFile.storing { () throws(StoreFailure) in try UserStore(location.choosing(.files)) }
    let configuration = try SiteKeyFile.storing { () throws(StoreFailure) in try store.openConfiguration() }
    do throws(StoreFailure) {
      var deadline = try LockDeadline(seconds: location.lockWait)
      try deadline.lock(configuration.descriptor, place: .configurationDirectory)
    } catch {
      guard case .locked = error else { throw .store(error) }
      throw .alreadyRunning
    }
    let keys = try SiteKeyFile.storing { () throws(StoreFailure) in
      try SealKeyFile.loadSite(from: configuration, owner: location.owner)
    }
    self.store = store
    self.configuration = configuration
    self.keys = keys
  }

  /// Of the keys that are in the file now.
  public var names: SiteKeyNames { SiteKeyNames(keys) }

  /// Makes a key and puts it behind the one that is there.
  public mutating func add() throws(SiteKeyFailure) {
    guard keys.retiring == nil else { throw .twoKeys }
    let new: SharedSealKey
    do { new = try SharedSealKey.random(besides: keys.current) } catch { throw .store(.system(.siteKey, error)) }
    try write(SealKeyRing(keys.current, retiring: new))
  }

  /// Seals under this key from now on.
  ///
  /// - Returns: whether it did not before.
  public mutating func use(_ name: [UInt8]) throws(SiteKeyFailure) -> Bool {
    guard let key = keys.key(named: name) else { throw .unknownKey }
    guard name != names.first else { return false }
    try write(SealKeyRing(key, retiring: keys.current))
    return true
  }

  /// Takes a key away. The caller has looked whether anything is under it.
  ///
  /// - Throws: `.sealing` for the one under which is sealed.
  public mutating func drop(_ name: [UInt8]) throws(SiteKeyFailure) {
    guard keys.key(named: name) != nil else { throw .unknownKey }
    guard name != names.first else { throw .sealing }
    try write(SealKeyRing(keys.current))
  }

  private mutating func write(_ new: SealKeyRing) throws(SiteKeyFailure) {
    // Whoever has this lock removes unfinished files.
    let lock = try SiteKeyFile.storing { () throws(StoreFailure) in try AdministrationLock(of: store) }
    defer { withExtendedLifetime(lock) {} }
    do { try SealKeyFile.replaceSite(new, in: configuration) } catch { throw .store(error) }
    keys = new
  }

  private static func storing<Value: ~Copyable>(
    _ body: () throws(StoreFailure) -> Value
  ) throws(SiteKeyFailure) -> Value {
    do { return try body() } catch { throw .store(error) }
  }
}
