import CSignature

/// The public key of a security key as OpenSSH has it: `sk-ssh-ed25519@openssh.com` or
/// `sk-ecdsa-sha2-nistp256@openssh.com` (PROTOCOL.u2f).
public struct SSHKey: Equatable, Sendable {
  static let ed25519 = Array("sk-ssh-ed25519@openssh.com".utf8)
  static let ecdsa = Array("sk-ecdsa-sha2-nistp256@openssh.com".utf8)
  static let curve = Array("nistp256".utf8)
  private static let longest = 1_024

  public let key: PublicKey
  /// For which application it was made, such as `ssh:`; its relying party.
  public let application: [UInt8]

  /// - Returns: `nil` for a scheme that OpenSSH has no security keys of.
  public init?(_ key: PublicKey, application: [UInt8]) {
    guard key.scheme != .rs256, !application.isEmpty else { return nil }
    self.key = key
    self.application = application
  }

  /// Reads the key's blob, which stands in Base64 in files.
  public init?(blob: [UInt8]) {
    var reader = ByteReader(blob)
    guard blob.count <= SSHKey.longest, let type = reader.string() else { return nil }
    let key: PublicKey?
    if type == SSHKey.ed25519 {
      key = reader.string().flatMap { PublicKey(.eddsa, $0) }
    } else if type == SSHKey.ecdsa, reader.string() == SSHKey.curve, let point = reader.string(), point.first == 4 {
      key = PublicKey(.es256, Array(point.dropFirst()))
    } else {
      key = nil
    }
    guard let key, let application = reader.string(), reader.isAtEnd else { return nil }
    self.init(key, application: application)
  }

  /// As an agent names it.
  public var blob: [UInt8] {
    let point =
      key.scheme == .eddsa
      ? SSHWriter.string(key.bytes) : SSHWriter.string(SSHKey.curve) + SSHWriter.string([4] + key.bytes)
    return SSHWriter.string(type) + point + SSHWriter.string(application)
  }

  var type: [UInt8] { key.scheme == .eddsa ? SSHKey.ed25519 : SSHKey.ecdsa }
}

extension ByteReader {
  /// A `string` of RFC 4251 section 5, at most as long as anything here is.
  mutating func string() -> [UInt8]? { counted(4, atMost: 16_384) }
}
