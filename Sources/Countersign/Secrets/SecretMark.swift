/// What tells a device from every other one, also from one that has its number since it was removed: SHA-256 over its
/// opened secret. What was found out about a device without the store's lock counts only for the device of this mark.
public struct SecretMark: Equatable, Sendable {
  /// In bytes.
  static let length = Checksum.length
  /// ``length`` bytes.
  public let bytes: [UInt8]

  public init(of secret: Span<UInt8>) {
    bytes = Checksum.of(secret)
  }

  /// - Returns: `nil` for another length.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count == SecretMark.length else { return nil }
    self.bytes = Array(bytes)
  }
}
