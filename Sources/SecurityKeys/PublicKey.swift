import CSignature

/// The public key of a credential.
public struct PublicKey: Equatable, Sendable {
  /// What kind of key it is, and so how it signs.
  public let scheme: SignatureScheme
  /// As ``SignatureScheme`` has it, and as the credential in a record has it.
  public let bytes: [UInt8]

  /// - Returns: `nil` for another length than such a key has.
  public init?(_ scheme: SignatureScheme, _ bytes: [UInt8]) {
    guard bytes.count == PublicKey.length(scheme) else { return nil }
    self.scheme = scheme
    self.bytes = bytes
  }

  /// How many bytes a key has.
  public static func length(_ scheme: SignatureScheme) -> Int {
    switch scheme {
    case .es256: 64
    case .eddsa: 32
    case .rs256: 259
    }
  }

  /// Reads a COSE key (RFC 9053) as authenticators give it.
  ///
  /// - Returns: `nil` for a key of another kind, and for one that lacks something.
  init?(cose item: CBORItem) {
    switch (item.value(1), item.value(3)) {
    case (.number(2), .number(-7)):
      guard item.value(-1) == .number(1), let x = item.bytes(-2), let y = item.bytes(-3), x.count == 32 else {
        return nil
      }
      self.init(.es256, x + y)
    case (.number(1), .number(-8)):
      guard item.value(-1) == .number(6), let point = item.bytes(-2) else { return nil }
      self.init(.eddsa, point)
    case (.number(3), .number(-257)):
      guard let modulus = item.bytes(-1), let exponent = item.bytes(-2), modulus.count == 256 else { return nil }
      self.init(.rs256, modulus + exponent)
    default: return nil
    }
  }

  /// Whether a signature of an authenticator is of this key; those of ``SignatureScheme/es256`` are DER.
  public func accepts(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    guard scheme == .es256 else { return scheme.accepts(signature, of: bytes, over: message) }
    return DERSignature.pair(signature).map { scheme.accepts($0, of: bytes, over: message) } ?? false
  }
}
