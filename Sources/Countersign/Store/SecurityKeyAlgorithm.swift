/// By which algorithm a security key signs, and so what its public key looks like.
public enum SecurityKeyAlgorithm: CaseIterable, Sendable {
  /// ECDSA with P-256 and SHA-256; the public key is X and Y, 32 bytes each.
  case es256
  /// Ed25519; 32 bytes.
  case eddsa
  /// RSA with PKCS #1 v1.5 and SHA-256; a modulus of 256 bytes, then an exponent of 3.
  case rs256

  /// As written in records.
  public var name: StaticString {
    switch self {
    case .es256: "es256"
    case .eddsa: "eddsa"
    case .rs256: "rs256"
    }
  }

  init?(_ name: ArraySlice<UInt8>) {
    for algorithm in SecurityKeyAlgorithm.allCases where name.equals(algorithm.name) {
      self = algorithm
      return
    }
    return nil
  }

  /// Of the public key as a record has it, in bytes.
  public var publicKeyLength: Int {
    switch self {
    case .es256: 64
    case .eddsa: 32
    case .rs256: 259
    }
  }
}
