/// What a record keeps sealed of a security key: 2 bytes of length, highest first, so many bytes of credential id, and
/// the public key. None of it is a secret by itself; sealed, it cannot be put into the record of another user.
public struct SecurityKeyCredential: Equatable, Sendable {
  /// By which the key knows the credential; empty for a key in an SSH agent, and for a resident credential that is
  /// known by its relying party.
  public let id: [UInt8]
  /// As ``SecurityKeyAlgorithm`` says.
  public let publicKey: [UInt8]

  /// In bytes (WebAuthn 4, "Credential ID").
  public static let longestID = 1_023
  static let lengthSize = 2

  /// - Returns: `nil` for an id that is too long.
  public init?(id: [UInt8], publicKey: [UInt8]) {
    guard id.count <= SecurityKeyCredential.longestID else { return nil }
    self.id = id
    self.publicKey = publicKey
  }

  /// Reads an opened secret.
  ///
  /// - Returns: `nil` for anything but ``bytes`` of a key of this algorithm.
  public init?(_ secret: Span<UInt8>, _ algorithm: SecurityKeyAlgorithm) {
    guard secret.count >= SecurityKeyCredential.lengthSize else { return nil }
    let length = Int(secret[0]) << 8 | Int(secret[1])
    let keyStart = SecurityKeyCredential.lengthSize + length
    guard length <= SecurityKeyCredential.longestID, secret.count == keyStart + algorithm.publicKeyLength else {
      return nil
    }
    var id: [UInt8] = []
    var publicKey: [UInt8] = []
    for index in SecurityKeyCredential.lengthSize..<secret.count {
      if index < keyStart { id.append(secret[index]) } else { publicKey.append(secret[index]) }
    }
    self.id = id
    self.publicKey = publicKey
  }

  /// As it is sealed.
  public var bytes: [UInt8] {
    [UInt8(truncatingIfNeeded: id.count >> 8), UInt8(truncatingIfNeeded: id.count)] + id + publicKey
  }
}
