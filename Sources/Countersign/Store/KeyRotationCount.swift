/// What a rotation of the host key has looked at and done.
public struct KeyRotationCount: Equatable, Sendable {
  /// How many records there are, those that cannot be read included.
  public let records: Int
  /// How many of them this rotation has sealed anew; the others were under the new key already.
  public let resealed: Int
  /// The name of the new key, see ``SealKey/identifier``.
  public let key: [UInt8]
}
