/// Reads the policy from `/etc/countersign/countersign.conf`.
///
/// It holds no secrets, so that everybody may read it; only its owner may write it.
enum PolicyFile {
  static let name = FilePath("countersign.conf")

  /// - Returns: ``Policy/standard`` only when there is certainly no such file.
  static func load(from directory: CheckedPath, owner: UInt32) throws(StoreFailure) -> Policy {
    guard let text = try text(from: directory, owner: owner) else { return .standard }
    do { return try PolicyReader.read(text) } catch { throw .malformedPolicy(error) }
  }

  /// - Returns: `nil` only when there is certainly no such file.
  static func text(from directory: CheckedPath, owner: UInt32) throws(StoreFailure) -> [UInt8]? {
    do throws(StoreFailure) {
      let file = try CheckedFile(
        name, in: directory, mode: .read, place: .policy, owner: owner, sizes: 1...UInt64(PolicyReader.largestSize),
        privacy: .readable)
      return try file.content(place: .policy)
    } catch {
      if error == .unfit(.policy, .missing) { return nil }
      throw error
    }
  }
}

extension Policy {
  /// The policy that holds on this machine; ``standard`` where there is certainly no file.
  public static func ofHost(_ location: StoreLocation) throws(StoreFailure) -> Policy {
    try PolicyFile.load(from: try StoreRoot(location).configuration(), owner: location.owner)
  }
}
