/// Makes a store where none is: for trials, which have one of their own.
public enum StoreFounding {
  /// Makes the directories and a host key.
  ///
  /// - Parameter location: below a root directory that is there and empty.
  /// - Throws: `EEXIST` where a part of it is there already; what was made by then stays.
  public static func found(_ location: StoreLocation) throws(StoreFailure) {
    do throws(SystemFailure) {
      let root = try FileDescriptor.open(FilePath(location.root), .directory)
      for path in ["etc", "var", "var/lib", "var/log"] as [StaticString] {
        try make(Array(ascii: path), in: root)
      }
      for path in [StoreLocation.configuration, location.base, StoreLocation.audit] { try make(path, in: root) }
      try make(location.base + Array(ascii: "/users"), in: root)
      try make(location.base + Array(ascii: "/state"), in: root)
    } catch {
      throw .system(.root, error)
    }
    let configuration = try StoreRoot(location).openConfiguration()
    let key: SealKey
    do { key = try SealKey.random() } catch { throw .system(.sealKey, error) }
    try SealKeyFile.replace(SealKeyRing(SharedSealKey(key)), in: configuration)
  }

  private static func make(_ path: [UInt8], in root: borrowing FileDescriptor) throws(SystemFailure) {
    try root.makeDirectory(FilePath(path), permissions: 0o700)
  }
}
