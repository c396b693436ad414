/// The hash under an OTP's HMAC: SHA-1 in RFC 4226, all three in RFC 6238.
public enum HashAlgorithm: UInt8, CaseIterable, Sendable {
  case sha1 = 1
  case sha256 = 2
  case sha512 = 3

  /// The size of its digest in bytes.
  public var digestLength: Int {
    switch self {
    case .sha1: 20
    case .sha256: 32
    case .sha512: 64
    }
  }

  /// How it is written in records and on command lines.
  public var name: StaticString {
    switch self {
    case .sha1: "sha1"
    case .sha256: "sha256"
    case .sha512: "sha512"
    }
  }

  /// How it is written in an otpauth URI.
  public var uriName: String {
    switch self {
    case .sha1: "SHA1"
    case .sha256: "SHA256"
    case .sha512: "SHA512"
    }
  }
}
