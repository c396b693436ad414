/// A credential that an authenticator has just made.
public struct AttestedCredential: Equatable, Sendable {
  /// The authenticator's model; 16 zero bytes where it keeps that to itself.
  public let model: [UInt8]
  /// By which the authenticator finds it again.
  public let identifier: [UInt8]
  public let key: PublicKey

  /// What CTAP allows, and what fits into a record.
  static let longestIdentifier = 1_023

  init?(_ reader: inout ByteReader) {
    guard let model = reader.bytes(16),
      let identifier = reader.counted(2, atMost: AttestedCredential.longestIdentifier), !identifier.isEmpty
    else { return nil }
    var items = CBORReader(reader)
    guard let item = items.item(), let key = PublicKey(cose: item) else { return nil }
    self.model = model
    self.identifier = identifier
    self.key = key
    reader = items.bytes
  }
}
