/// The names of the site keys of a host, see ``SealKey/identifier``.
public struct SiteKeyNames: Equatable, Sendable {
  /// Of the one under which is sealed.
  public let first: [UInt8]
  /// Of the one that only opens, while the site's key is being changed.
  public let second: [UInt8]?

  init(_ keys: SealKeyRing) {
    first = keys.current.identifier
    second = keys.retiring?.identifier
  }
}
