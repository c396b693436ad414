/// Reads the host key from `/etc/countersign/seal.key`, kept apart from the store that it seals.
enum SealKeyFile {
  static let name = FilePath("seal.key")

  static func load(from directory: borrowing CheckedDirectory, owner: UInt32) throws(StoreFailure) -> SealKey {
    let size = UInt64(SealKey.fileSize)
    let file = try CheckedFile(
      name, in: directory, mode: .read, place: .sealKey, owner: owner, sizes: size...size)
    do throws(SystemFailure) {
      var content = try SecretBytes(capacity: SealKey.fileSize)
      content.resize(to: SealKey.fileSize)
      var room = content.mutableBytes
      let count = try file.descriptor.read(into: &room)
      content.resize(to: count)
      if let key = try SealKey.parse(content.bytes) { return key }
    } catch {
      throw .system(.sealKey, error)
    }
    throw .malformedKey
  }
}
