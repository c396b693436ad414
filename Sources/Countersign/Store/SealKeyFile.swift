/// The file of the host keys, `/etc/countersign/seal.key`, kept apart from the store that they seal.
enum SealKeyFile {
  static let name = FilePath("seal.key")
  /// Of the keys that all hosts of a directory have in common.
  static let siteName = FilePath("site.key")

  static func load(
    from directory: borrowing some StoreDirectory & ~Copyable, owner: UInt32
  ) throws(StoreFailure) -> SealKeyRing {
    guard let keys = try load(name, .sealKey, from: directory, owner: owner) else { throw .malformedKey }
    return keys
  }

  /// The site keys.
  static func loadSite(
    from directory: borrowing some StoreDirectory & ~Copyable, owner: UInt32
  ) throws(StoreFailure) -> SealKeyRing {
    guard let keys = try load(siteName, .siteKey, from: directory, owner: owner) else { throw .malformedSiteKey }
    return keys
  }

  /// - Returns: `nil` for a file that does not hold one key or two.
  private static func load(
    _ name: FilePath, _ place: StorePlace, from directory: borrowing some StoreDirectory & ~Copyable, owner: UInt32
  ) throws(StoreFailure) -> SealKeyRing? {
    let file = try CheckedFile(
      name, in: directory, mode: .read, place: place, owner: owner,
      sizes: SealKeyRing.fileSizes[0]...SealKeyRing.fileSizes[1])
    guard SealKeyRing.fileSizes.contains(file.status.size) else {
      throw .unfit(place, .wrongSize(file.status.size))
    }
    do throws(SystemFailure) {
      let size = Int(file.status.size)
      var content = try SecretBytes(capacity: size)
      content.resize(to: size)
      var room = content.mutableBytes
      let count = try file.descriptor.read(into: &room)
      content.resize(to: count)
      return try SealKeyRing.parse(content.bytes)
    } catch {
      throw .system(place, error)
    }
  }

  /// Puts these keys in place of those that are there, as one step, and on the disk.
  ///
  /// The caller holds the ``AdministrationLock``.
  static func replace(_ keys: SealKeyRing, in directory: borrowing CheckedDirectory) throws(StoreFailure) {
    try write(keys, to: name, .sealKey, in: directory)
  }

  /// The same for the site keys.
  static func replaceSite(_ keys: SealKeyRing, in directory: borrowing CheckedDirectory) throws(StoreFailure) {
    try write(keys, to: siteName, .siteKey, in: directory)
  }

  private static func write(
    _ keys: SealKeyRing, to name: FilePath, _ place: StorePlace, in directory: borrowing CheckedDirectory
  ) throws(StoreFailure) {
    let content: SecretBytes
    do { content = try keys.fileContent() } catch { throw .system(place, error) }
    try AtomicReplacement.write(content.bytes, to: name, in: directory, place: place)
  }
}
